using Apimart.Video.Benchmarks.Virtual;
using Apimart.Video.Polling;
using Apimart.Video.Tasks;

namespace Apimart.Video.Benchmarks.Polling;

/// <summary>Plays durations through the real watcher, in virtual time.</summary>
internal sealed class WatcherRun
{
    internal const string Model = "a-model";

    /// <summary>The progress at an age, of a task of a duration.</summary>
    internal Func<double, double, int> Progress { get; init; } = (_, _) => 0;

    /// <summary>The server's estimate for a task of a duration.</summary>
    internal Func<double, double?> Estimate { get; init; } = _ => null;

    /// <summary>Completed tasks, in whole seconds as servers tell them.</summary>
    internal PastTask[] Past(IEnumerable<double> durations) =>
        [.. durations.Select(duration => new PastTask(
            Model,
            TimeSpan.FromSeconds(Math.Round(duration)),
            Estimated: Estimate(duration) is { } told ? TimeSpan.FromSeconds(Math.Round(told)) : null))];

    /// <summary>Each task in a wait of its own that knows what came before but not the other tasks.</summary>
    internal Score Alone(double[] durations, params IReadOnlyList<PastTask[]> pasts)
    {
        FamilyTiming[] known = [.. pasts.Select(past => new FamilyTiming(past, learns: false))];
        long polls = 0;
        List<double> lags = new(durations.Length);
        for (int i = 0; i < durations.Length; i++)
        {
            Dictionary<string, FamilyTiming>? families = known.Length == 0 ? null : new() { [Model] = known[i % known.Length] };
            (VirtualTime time, VirtualServer server, TaskWatcher watcher) = Start(i, null, families);
            using (watcher)
            {
                watcher.Add(server.Submit(durations[i]));
                watcher.Complete();
                time.RunToEnd();
            }

            polls += server.Polls;
            lags.AddRange(server.Lags);
        }

        return Score.Of(durations.Length, polls, lags);
    }

    /// <summary>One task after the other in one wait, that learns from each.</summary>
    internal Score InTurn(double[] durations, PastTask[] past, int seed)
    {
        (VirtualTime time, VirtualServer server, TaskWatcher watcher) = Start(seed, new FixedHistory(past), null);
        using (watcher)
        {
            foreach (double duration in durations)
            {
                watcher.Add(server.Submit(duration));
                time.RunToEnd();
            }
        }

        return Score.Of(durations.Length, server.Polls, server.Lags);
    }

    private (VirtualTime Time, VirtualServer Server, TaskWatcher Watcher) Start(int seed, FixedHistory? history, Dictionary<string, FamilyTiming>? families)
    {
        VirtualTime time = new();
        VirtualServer server = new(time) { Progress = Progress, Estimate = Estimate };
        return (time, server, new TaskWatcher(server.PollAsync, new WatchOptions
        {
            TimeProvider = time,
            Seed = seed,
            History = history,
            Families = families,
            MaxConcurrency = int.MaxValue,
            RequestsPerSecond = double.PositiveInfinity,
        }));
    }
}
