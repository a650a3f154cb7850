using System.Collections.Immutable;
using System.Globalization;
using Apimart.Video.Tasks;

namespace Apimart.Video.Benchmarks.Virtual;

/// <summary>Tasks of known durations, and a record of every poll of them. The state is that at the start of the poll.</summary>
internal sealed class VirtualServer(VirtualTime time)
{
    internal const double RoundTrip = 0.2;
    private static readonly ImmutableArray<VideoLink> s_videos = [new(new Uri("https://upload.apimart.ai/f/video/clip.mp4"), null)];

    private readonly List<Played> _tasks = [];

    /// <summary>From 0 to 99 for a task's age and duration; by default always 0.</summary>
    internal Func<double, double, int> Progress { get; init; } = (_, _) => 0;

    /// <summary>What the server expects of a task of a duration, in seconds.</summary>
    internal Func<double, double?> Estimate { get; init; } = _ => null;

    internal int Polls { get; private set; }

    /// <summary>The seconds from each end to the poll that saw it.</summary>
    internal List<double> Lags { get; } = [];

    /// <summary>The longest time, over all tasks, that passed between submit, polls and the poll that saw the end.</summary>
    internal double LongestGap { get; private set; }

    internal ApimartTask Submit(double duration)
    {
        _tasks.Add(new Played(time.Seconds, duration));
        return new ApimartTask
        {
            TaskId = (_tasks.Count - 1).ToString(CultureInfo.InvariantCulture),
            Model = "a-model",
            CreatedAt = time.GetUtcNow(),
            EstimatedTime = Expected(duration),
        };
    }

    internal async Task<ApimartTask> PollAsync(string id, CancellationToken cancellationToken)
    {
        Played task = _tasks[int.Parse(id, CultureInfo.InvariantCulture)];
        double age = time.Seconds - task.Born;
        Polls++;
        LongestGap = Math.Max(LongestGap, time.Seconds - task.LastPoll);
        task.LastPoll = time.Seconds;
        bool ended = age >= task.Duration;
        if (ended)
        {
            Lags.Add(age - task.Duration);
        }

        await time.Delay(TimeSpan.FromSeconds(RoundTrip));
        return new ApimartTask
        {
            TaskId = id,
            Status = ended ? ApimartTaskStatus.Completed : ApimartTaskStatus.Processing,
            Progress = ended ? 100 : Progress(age, task.Duration),
            EstimatedTime = Expected(task.Duration),
            ActualTime = ended ? TimeSpan.FromSeconds(Math.Round(task.Duration)) : null,
            Videos = ended ? [.. s_videos] : [],
        };
    }

    private TimeSpan? Expected(double duration) => Estimate(duration) is { } told ? TimeSpan.FromSeconds(Math.Round(told)) : null;

    private sealed class Played(double born, double duration)
    {
        internal double Born { get; } = born;

        internal double Duration { get; } = duration;

        internal double LastPoll { get; set; } = born;
    }
}
