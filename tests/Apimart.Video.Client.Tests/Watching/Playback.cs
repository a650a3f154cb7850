using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Watching;

/// <summary>Plays durations through the watcher, each in a wait of its own, as the polling benchmark does.</summary>
internal static class Playback
{
    internal static (double Looks, double MeanLag) Of(
        double[] durations,
        IDurationHistory? history = null,
        Func<double, double, int>? progress = null,
        int? estimate = null)
    {
        double looks = 0;
        double lag = 0;
        for (int i = 0; i < durations.Length; i++)
        {
            ManualTime time = new();
            ScriptedLooks server = new(time);
            double duration = durations[i];
            using TaskWatcher watcher = new(server.LookAsync, new WatchOptions { TimeProvider = time, Seed = i, History = history });
            watcher.Add(server.Submit(
                "a",
                duration,
                age => progress?.Invoke(age, duration) ?? 0,
                estimate: estimate));
            time.Advance(TimeSpan.FromHours(6));
            looks += server.Looks.Count;
            lag += server.Looks[^1].Seconds - duration;
        }

        return (looks / durations.Length, lag / durations.Length);
    }

    /// <summary>Durations as they were seen at a like gateway: 78 + exp(N(ln 27, 1.05)) seconds.</summary>
    internal static double[] Usual(int count, int seed)
    {
        Random random = new(seed);
        return Enumerable.Range(0, count)
            .Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))
            .Select(normal => 78 + (27 * Math.Exp(1.05 * normal)))
            .ToArray();
    }

    /// <summary>Durations spread evenly between two bounds.</summary>
    internal static double[] Even(double from, double to, int count) =>
        Enumerable.Range(0, count).Select(i => from + ((to - from) * i / count)).ToArray();
}
