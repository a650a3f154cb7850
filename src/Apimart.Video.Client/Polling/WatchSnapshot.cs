using Apimart.Video.Tasks;

namespace Apimart.Video.Polling;

/// <summary>Where a wait stands.</summary>
/// <param name="Total">How many tasks were added.</param>
/// <param name="Ended">How many of them are no longer waited for.</param>
/// <param name="Nearest">The few running tasks that are expected to end next, soonest first.</param>
/// <param name="Remaining">How long until the last running task is expected to end; null where none runs, or nothing tells it of one.</param>
internal sealed record WatchSnapshot(int Total, int Ended, IReadOnlyList<WatchedTask> Nearest, TimeSpan? Remaining)
{
    /// <summary>Until when the server asked to leave it alone (Retry-After); null where it did not.</summary>
    public DateTimeOffset? AskedUntil { get; init; }
}

/// <summary>A running task and how far it has come.</summary>
/// <param name="Task">The task as last seen.</param>
/// <param name="Percent">0 to 99: the server's progress, or where something tells how long the task takes, the share that has passed, whichever is more; it never falls.</param>
/// <param name="Remaining">How long the task is expected to take still; null where nothing tells it: no past task, no estimate that proved right, no progress that moves.</param>
/// <param name="IsSeen">Whether a poll has found the task at the server yet.</param>
internal sealed record WatchedTask(ApimartTask Task, int Percent, TimeSpan? Remaining, bool IsSeen);

/// <summary>Sums up a wait for those who watch it.</summary>
internal static class WatchOverview
{
    private const int NearestShown = 5;

    internal static WatchSnapshot Of(IEnumerable<WatchEntry> entries, int total, int ended, TimeSpan now)
    {
        (WatchEntry Entry, double? Remaining)[] running = entries
            .Where(entry => entry.Outcome is null)
            .Select(entry => (entry, PollPlanner.Remaining(entry, now)))
            .OrderBy(item => item.Item2 ?? double.MaxValue)
            .ToArray();
        return new WatchSnapshot(
            total,
            ended,
            running.Take(NearestShown).Select(item => Describe(item.Entry, item.Remaining, now)).ToArray(),
            running.Length == 0 ? null : Span(running[^1].Remaining));
    }

    private static WatchedTask Describe(WatchEntry entry, double? remaining, TimeSpan now)
    {
        double age = entry.AgeAt(now);
        int passed = remaining is { } left ? (int)(100 * age / (age + left + 1)) : 0;
        entry.Percent = Math.Clamp(Math.Max(entry.Task.Progress, passed), entry.Percent, 99);
        return new WatchedTask(entry.Task, entry.Percent, Span(remaining), entry.SeenAt is not null);
    }

    private static TimeSpan? Span(double? seconds) => seconds is { } known ? TimeSpan.FromSeconds(known) : null;
}
