using Apimart.Video.Benchmarks.Virtual;

namespace Apimart.Video.Benchmarks.Polling;

/// <summary>A client that polls by a fixed rule.</summary>
/// <param name="Name">The client and its rule.</param>
/// <param name="Interval">The seconds before poll n, counted from 0.</param>
/// <param name="MaxSeconds">When it gives up.</param>
/// <param name="MaxPolls">After how many polls it gives up.</param>
internal sealed record FixedSchedule(
    string Name,
    Func<int, Random, double> Interval,
    double MaxSeconds = double.PositiveInfinity,
    int MaxPolls = int.MaxValue)
{
    /// <summary>The clients of the field, as read in their sources.</summary>
    internal static FixedSchedule[] Field { get; } =
    [
        new("apimart-cli: 10 s, then 3 s for 180 s", (n, _) => n == 0 ? 10 : 3, MaxSeconds: 190),
        new("ComfyUI-APIMart: at once, then 4 s, up to 240 s", (n, _) => n == 0 ? 0 : 4, MaxSeconds: 240),
        new("official advice: 2 s, 120 checks", (_, _) => 2, MaxPolls: 120),
        new("PSOpenAI: 0, 1, 2, 3, 3 ... s", (n, _) => Math.Min(n, 3)),
        new("tongflow: at once, then 10 s, up to 600 s", (n, _) => n == 0 ? 0 : 10, MaxSeconds: 600),
        new("Runway: 6 s +- 1.5 s, up to 600 s", (_, random) => 4.5 + (3 * random.NextDouble()), MaxSeconds: 600),
        new("OpenAI: 1 s", (_, _) => 1),
        new("replicate: 0.5 s", (_, _) => 0.5),
        new("fal: 0.1 s", (_, _) => 0.1),
        new("genai: 20 s", (_, _) => 20),
        new("HeyGen: 2 to 30 s, doubling", (n, _) => Math.Min(30, Math.Pow(2, n + 1))),
    ];

    /// <summary>Polls follow each other after the interval and a round trip; the first at or after the end sees it.</summary>
    internal Score Play(double[] durations)
    {
        Random random = new(1);
        long polls = 0;
        List<double> lags = new(durations.Length);
        foreach (double duration in durations)
        {
            double at = Interval(0, random);
            int n = 1;
            while (at < duration && n < MaxPolls && at + Interval(n, random) + VirtualServer.RoundTrip is var next && next <= MaxSeconds)
            {
                at = next;
                n++;
            }

            polls += n;
            if (at >= duration)
            {
                lags.Add(at - duration);
            }
        }

        return Score.Of(durations.Length, polls, lags);
    }
}
