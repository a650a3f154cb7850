using Apimart.Video.Benchmarks.Virtual;
using Apimart.Video.Tasks;

namespace Apimart.Video.Benchmarks.Polling;

/// <summary>Plays durations through the real watcher.</summary>
internal sealed class WatcherRun
{
    /// <summary>By default each task has a wait of its own, so that none learns from another.</summary>
    internal int TasksPerWait { get; init; } = 1;

    /// <summary>The time, in seconds, between two submits in a wait of several.</summary>
    internal double SecondsBetween { get; init; }

    /// <summary>The model's history before wait n; by default none.</summary>
    internal Func<int, IDurationHistory?> History { get; init; } = _ => null;

    internal Func<double, double, int> Progress { get; init; } = (_, _) => 0;

    internal int? EstimatedSeconds { get; init; }

    internal Score Play(double[] durations)
    {
        long polls = 0;
        List<double> lags = new(durations.Length);
        for (int i = 0; i < durations.Length; i += TasksPerWait)
        {
            VirtualTime time = new();
            VirtualServer server = new(time) { Progress = Progress, EstimatedSeconds = EstimatedSeconds };
            WatchOptions options = new()
            {
                TimeProvider = time,
                Seed = i,
                History = History(i),
                MaxConcurrency = int.MaxValue,
                RequestsPerSecond = double.PositiveInfinity,
            };
            using TaskWatcher watcher = new(server.LookAsync, options);
            foreach (double duration in durations.Skip(i).Take(TasksPerWait))
            {
                watcher.Add(server.Submit(duration));
                time.RunUntil(time.Seconds + SecondsBetween);
            }

            watcher.Complete();
            time.RunToEnd();
            polls += server.Looks;
            lags.AddRange(server.Lags);
        }

        return Score.Of(durations.Length, polls, lags);
    }
}
