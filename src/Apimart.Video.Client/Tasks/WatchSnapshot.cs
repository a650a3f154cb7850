namespace Apimart.Video.Tasks;

/// <summary>Where a wait stands.</summary>
/// <param name="Total">How many tasks were added.</param>
/// <param name="Ended">How many of them are no longer waited for.</param>
/// <param name="Nearest">The few running tasks that are expected to end next, soonest first.</param>
/// <param name="Remaining">How long until the last running task is expected to end; null where none runs, or nothing tells it of one.</param>
public sealed record WatchSnapshot(int Total, int Ended, IReadOnlyList<WatchedTask> Nearest, TimeSpan? Remaining)
{
    /// <summary>Until when the server asked to leave it alone (Retry-After); null where it did not.</summary>
    public DateTimeOffset? AskedUntil { get; init; }
}
