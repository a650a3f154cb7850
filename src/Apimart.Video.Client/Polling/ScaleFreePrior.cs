namespace Apimart.Video.Polling;

/// <summary>What is believed of how long a task takes where nothing is known: any scale from a second to an hour.</summary>
/// <remarks>
/// Keller (1974, Management Science 21:3) inspects for a fault of unknown distribution so that the worst ratio to the best
/// inspection is least. The best fixed interval costs in proportion to √t for a task of t seconds, so the prior that weighs each
/// scale alike by that ratio has a density of t^-3/2: half of the tasks that run at t are over by 4t. The bounds are what makes
/// it better than a spacing by √t alone, which costs √2 times the best.
/// </remarks>
internal static class ScaleFreePrior
{
    /// <summary>No video is made in less than a second, even by a simulator.</summary>
    private const double Shortest = 1;

    /// <summary>No document and no job that is known tells of more than an hour, in seconds.</summary>
    private const double Usual = 3600;

    /// <summary>What a scale beyond the hour counts, of one within it: still looked for, but not paid for.</summary>
    private const double Beyond = 0.03;

    private static readonly double s_whole = Mass(0, double.PositiveInfinity);

    /// <summary>The chances of the brackets of <see cref="AgeGrid"/>; what lies beyond them is in the last.</summary>
    internal static readonly double[] Masses = Enumerable.Range(0, AgeGrid.Count)
        .Select(i => Mass(AgeGrid.Edges[i], i + 1 < AgeGrid.Count ? AgeGrid.Edges[i + 1] : double.PositiveInfinity) / s_whole)
        .ToArray();

    /// <summary>The density at a duration, per second.</summary>
    internal static double Density(double seconds)
    {
        int i = AgeGrid.IndexOf(seconds);
        return Math.Max(Masses[i], 1e-9) / (AgeGrid.Edges[i + 1] - AgeGrid.Edges[i]);
    }

    private static double Mass(double from, double to) =>
        Power(Math.Min(from, Usual)) - Power(Math.Min(to, Usual)) + (Beyond * (Power(Math.Max(from, Usual)) - Power(Math.Max(to, Usual))));

    private static double Power(double seconds) => seconds <= Shortest ? 1 : Math.Sqrt(Shortest / seconds);
}
