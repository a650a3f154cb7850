using Apimart.Video.Models;
using Apimart.Video.Tasks;

namespace Apimart.Video.Polling;

/// <summary>Says when a task is to be polled next, from all that is known of it and of its model. Not thread-safe.</summary>
internal sealed class PollPlanner
{
    private const double Jitter = 0.1;
    private const int MostDoublings = 5;

    /// <summary>The golden ratio's fraction: its multiples fill the range from 0 to 1 evenly, however many there are.</summary>
    private const double EvenSteps = 0.618_033_988_749_895;

    private static readonly TimeSpan s_firstBackoff = TimeSpan.FromSeconds(1);

    private readonly WatchOptions _options;
    private readonly Random _random;
    private readonly Dictionary<string, FamilyTiming> _families;
    private double _share;

    internal PollPlanner(WatchOptions options)
    {
        _options = options;
        _random = options.Seed is { } seed ? new Random(seed) : new Random();
        _families = options.Families ?? new(StringComparer.OrdinalIgnoreCase);
        _share = _random.NextDouble();
    }

    /// <summary>Where among the times that are as good a new task is polled; see <see cref="PollSchedule"/>.</summary>
    internal double NextShare() => _share = (_share + EvenSteps) % 1;

    internal PollTiming TimingOf(ApimartTask task)
    {
        string name = task.Model ?? string.Empty;
        VideoModel? model = ModelCatalogue.Default.TryFind(name, out VideoModel? found) ? found : null;
        string family = model is null ? name : $"{model.Vendor}/{model.Family}";
        if (!_families.TryGetValue(family, out FamilyTiming? timing))
        {
            timing = new FamilyTiming(name.Length == 0 ? [] : _options.History?.NewestOf(NamesOf(name, model), DurationForecast.Remembered) ?? []);
            _families.Add(family, timing);
        }

        ModelTiming modelTiming = timing.Of(name);
        return modelTiming.TimingOf(modelTiming.ShapeOf(task.Request), task.EstimatedTime?.TotalSeconds);
    }

    /// <summary>When to poll a task next that ran still at an age, with so many steps at once.</summary>
    internal Func<double, TimeSpan> After(WatchEntry entry, double age)
    {
        if (_options.PollInterval is { } interval)
        {
            return steps => entry.TimeOf(age) + (interval * steps);
        }

        if (entry.Timing.Model.TrustsProgress && entry.Progress.NextAge() is { } told)
        {
            return _ => entry.TimeOf(told);
        }

        return steps => entry.TimeOf(entry.Timing.NextAge(age, steps, entry.Share));
    }

    /// <summary>How long to leave a task alone after a poll of it failed.</summary>
    internal TimeSpan Backoff(WatchEntry entry) =>
        (_options.PollInterval ?? s_firstBackoff * Math.Pow(2, Math.Min(entry.Failures - 1, MostDoublings))) * Jittered();

    /// <summary>How many seconds a task runs still, where something tells it.</summary>
    internal static double? Remaining(WatchEntry entry, TimeSpan now)
    {
        double age = entry.AgeAt(now);
        return entry.Timing.Model.TrustsProgress && entry.Progress.End is { } end
            ? Math.Max(0, end - age)
            : entry.Timing.Remaining(age);
    }

    /// <summary>Counts that a task was seen running.</summary>
    internal static void Ran(WatchEntry entry, double age)
    {
        double? estimate = entry.Task.EstimatedTime?.TotalSeconds;
        entry.Timing = entry.Timing.Model.TimingOf(entry.Timing.Shape, estimate);
        if (entry.Task.CreatedAt is not null)
        {
            entry.Progress.Saw(age, entry.Task.Progress, estimate);
        }

        entry.LastAge = (float)age;
    }

    /// <summary>Counts how long a task took: in the server's words, or failing those as seen from here.</summary>
    internal static void Ended(WatchEntry entry, ApimartTask seen, double age)
    {
        if (seen.Status != ApimartTaskStatus.Completed)
        {
            return;
        }

        TimeSpan? told = seen.ActualTime ?? seen.CompletedAt - seen.CreatedAt;
        entry.Duration = (float)(told?.TotalSeconds ?? (entry.Task.CreatedAt is null ? 0 : (entry.LastAge + age) / 2));
        if (entry.Duration > 0 && entry.Progress.End is { } foreseen)
        {
            entry.Timing.Model.ProgressTold(foreseen, entry.Duration);
        }
    }

    private static IReadOnlyCollection<string> NamesOf(string name, VideoModel? model) => model is null
        ? [name]
        : [.. ModelCatalogue.Default.Models
            .Where(other => other.Family == model.Family && other.Vendor == model.Vendor)
            .SelectMany(other => other.Aliases.Prepend(other.Name))];

    private double Jittered() => 1 + (Jitter * ((2 * _random.NextDouble()) - 1));
}
