namespace Apimart.Video.Benchmarks.Polling;

/// <summary>What a way of polling cost and brought.</summary>
/// <param name="Polls">Requests a task, those for tasks given up included.</param>
/// <param name="MeanLag">Seconds from the end to the poll that saw it, in the mean over the tasks not given up.</param>
/// <param name="LateLag">The same at the 95th percentile.</param>
/// <param name="GaveUp">The share of tasks whose end was never seen.</param>
internal sealed record Score(double Polls, double MeanLag, double LateLag, double GaveUp)
{
    /// <summary>The seconds of lag that a poll is worth.</summary>
    internal const double PollCost = 0.15;

    /// <summary>Seconds a task.</summary>
    internal double Cost => MeanLag + (PollCost * Polls);

    internal static Score Of(int tasks, long polls, List<double> lags)
    {
        lags.Sort();
        return new Score((double)polls / tasks, lags.Average(), lags[(int)(lags.Count * 0.95)], 1 - ((double)lags.Count / tasks));
    }
}
