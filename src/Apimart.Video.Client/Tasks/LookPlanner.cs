namespace Apimart.Video.Tasks;

/// <summary>Says when a task is to be looked at next, from all that is known of it and of its model. Not thread-safe.</summary>
internal sealed class LookPlanner
{
    private const double Jitter = 0.1;
    private const int MostDoublings = 5;
    private static readonly TimeSpan s_firstBackoff = TimeSpan.FromSeconds(1);

    private readonly WatchOptions _options;
    private readonly Random _random;
    private readonly Dictionary<string, ModelTiming> _timings = new(StringComparer.OrdinalIgnoreCase);

    internal LookPlanner(WatchOptions options)
    {
        _options = options;
        _random = options.Seed is { } seed ? new Random(seed) : new Random();
    }

    internal ModelTiming TimingOf(string? model)
    {
        string key = model ?? string.Empty;
        if (!_timings.TryGetValue(key, out ModelTiming? timing))
        {
            timing = new ModelTiming(model is null ? [] : _options.History?.DurationsOf(model) ?? []);
            _timings.Add(key, timing);
        }

        return timing;
    }

    /// <summary>When to look next at a task that ran still at an age, with the steps stretched by a factor.</summary>
    internal Func<double, TimeSpan> After(WatchEntry entry, double age)
    {
        if (_options.PollInterval is { } interval)
        {
            return stretch => entry.TimeOf(age) + (interval * stretch);
        }

        if (entry.Timing.TrustsProgress && entry.Progress.NextAge() is { } told)
        {
            return _ => entry.TimeOf(told);
        }

        double step = Jittered();
        return stretch => entry.TimeOf(entry.Timing.NextAge(age, step * stretch));
    }

    /// <summary>How long to leave a task alone after a look at it failed.</summary>
    internal TimeSpan Backoff(WatchEntry entry) =>
        (_options.PollInterval ?? s_firstBackoff * Math.Pow(2, Math.Min(entry.Failures - 1, MostDoublings))) * Jittered();

    /// <summary>How many seconds a task runs still, as far as can be told.</summary>
    internal static double Remaining(WatchEntry entry, TimeSpan now)
    {
        double age = entry.AgeAt(now);
        return entry.Timing.TrustsProgress && entry.Progress.End is { } end
            ? Math.Max(0, end - age)
            : entry.Timing.Remaining(age);
    }

    /// <summary>Counts that a task was seen running.</summary>
    internal static void Ran(WatchEntry entry, double age)
    {
        double? estimate = entry.Task.EstimatedTime?.TotalSeconds;
        entry.Timing.Ran(entry.LastAge, age);
        entry.Timing.Estimated(estimate ?? 0);
        if (entry.Task.CreatedAt is not null)
        {
            entry.Progress.Saw(age, entry.Task.Progress, estimate);
        }

        entry.LastAge = (float)age;
    }

    /// <summary>Counts how long a task took: in the server's words, or failing those as seen from here.</summary>
    internal static void Ended(WatchEntry entry, ApimartTask seen, double age)
    {
        TimeSpan? told = seen.ActualTime ?? seen.CompletedAt - seen.CreatedAt;
        double duration = told?.TotalSeconds ?? (entry.Task.CreatedAt is null ? 0 : (entry.LastAge + age) / 2);
        if (duration <= 0)
        {
            return;
        }

        entry.Timing.Ended(entry.LastAge, duration);
        if (seen.Status == ApimartTaskStatus.Completed && entry.Progress.End is { } foreseen)
        {
            entry.Timing.ProgressTold(foreseen, duration);
        }
    }

    private double Jittered() => 1 + (Jitter * ((2 * _random.NextDouble()) - 1));
}
