namespace Apimart.Video.Tasks;

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
