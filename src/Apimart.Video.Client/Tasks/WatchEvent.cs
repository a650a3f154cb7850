using Apimart.Video.Api;

namespace Apimart.Video.Tasks;

/// <summary>One thing that happened during a wait.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Task">The task as last seen.</param>
/// <param name="Fault">What the last poll met, where it failed; null where it did not.</param>
/// <param name="NextPoll">How long until the task is polled again, as planned; null where it is not.</param>
public sealed record WatchEvent(WatchEventKind Kind, ApimartTask Task, ApimartException? Fault, TimeSpan? NextPoll)
{
    /// <summary>How long ago the task was last seen at the server; null where no poll found it. Told at a timeout.</summary>
    public TimeSpan? SeenAgo { get; init; }

    /// <summary>Until when the server asked to leave it alone (Retry-After); null where it did not.</summary>
    public DateTimeOffset? AskedUntil { get; init; }
}
