namespace Apimart.Video.Benchmarks.Polling;

/// <summary>What a way of polling cost and brought.</summary>
/// <param name="Polls">Requests a task, those for tasks given up included.</param>
/// <param name="MeanLag">Seconds between the end and its being known, in the mean over the tasks not given up.</param>
/// <param name="LateLag">The same at the 95th percentile.</param>
/// <param name="GaveUp">The share of tasks whose end was never seen.</param>
internal sealed record Score(double Polls, double MeanLag, double LateLag, double GaveUp)
{
    internal static Score Of(int tasks, long polls, List<double> lags)
    {
        lags.Sort();
        return new Score((double)polls / tasks, lags.Average(), lags[(int)(lags.Count * 0.95)], 1 - ((double)lags.Count / tasks));
    }

    internal void Print(string name, string? verdict = null) =>
        Console.WriteLine(FormattableString.Invariant(
            $"  {name,-58} {Polls,7:0.0} {MeanLag,9:0.00} {LateLag,8:0.0} {GaveUp,8:0.0%}  {verdict}"));
}
