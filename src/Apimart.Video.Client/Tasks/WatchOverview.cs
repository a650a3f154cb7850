namespace Apimart.Video.Tasks;

/// <summary>Sums up a wait for those who watch it.</summary>
internal static class WatchOverview
{
    private const int NearestShown = 5;

    internal static WatchSnapshot Of(IEnumerable<WatchEntry> entries, int total, int ended, TimeSpan now)
    {
        (WatchEntry Entry, double Remaining)[] running = entries
            .Where(entry => entry.Outcome is null)
            .Select(entry => (entry, LookPlanner.Remaining(entry, now)))
            .OrderBy(item => item.Item2)
            .ToArray();
        return new WatchSnapshot(
            total,
            ended,
            running.Take(NearestShown).Select(item => Describe(item.Entry, item.Remaining, now)).ToArray(),
            running.Length == 0 ? null : TimeSpan.FromSeconds(running[^1].Remaining));
    }

    private static WatchedTask Describe(WatchEntry entry, double remaining, TimeSpan now)
    {
        double age = entry.AgeAt(now);
        int passed = (int)(100 * age / (age + remaining + 1));
        entry.Percent = Math.Clamp(Math.Max(entry.Task.Progress, passed), entry.Percent, 99);
        return new WatchedTask(entry.Task, entry.Percent, TimeSpan.FromSeconds(remaining));
    }
}
