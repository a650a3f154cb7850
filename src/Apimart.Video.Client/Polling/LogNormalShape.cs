namespace Apimart.Video.Polling;

/// <summary>Durations whose logarithms are normal, perhaps after a time that every task takes: the usual form of what is made of many factors.</summary>
/// <remarks>
/// The next one is foretold with what a few durations leave unknown of mean and spread: by Student's t (Gelman et al., Bayesian Data
/// Analysis, 3.2). A histogram needs ten times the durations for as much, where they are of this form; where they are not, it
/// foretells them better and counts for more.
/// </remarks>
internal sealed class LogNormalShape : IDurationShape
{
    /// <summary>Before anything is known: one duration that is off by half of itself.</summary>
    private const double ImaginedSpread = 0.5;

    /// <summary>What every task takes ends before the shortest that is known, by this part of the way from there to the median.</summary>
    private const double BeforeShortest = 0.25;

    /// <summary>Servers tell durations in whole seconds: they are off by up to half a second, in square seconds on average.</summary>
    private const double RoundingVariance = 1 / 12.0;

    /// <summary>So near to the shortest, in seconds, nothing can be told apart.</summary>
    private const double Rounding = 0.5;

    private readonly double _start;
    private readonly double _mean;
    private readonly double _spread;
    private readonly int _freedom;
    private readonly double _peak;

    /// <param name="ends">Durations in seconds, rising; at least one.</param>
    /// <param name="startsLate">Whether there is a time that every task takes.</param>
    internal LogNormalShape(double[] ends, bool startsLate)
    {
        double before = Math.Max(Rounding, BeforeShortest * (ends[ends.Length / 2] - ends[0]));
        _start = startsLate ? Math.Max(0, ends[0] - before) : 0;
        _freedom = ends.Length;
        _mean = ends.Average(end => Math.Log(end - _start));
        double squares = (ImaginedSpread * ImaginedSpread) + ends.Sum(end =>
            Math.Pow(Math.Log(end - _start) - _mean, 2) + (RoundingVariance / Math.Pow(end - _start, 2)));
        _spread = Math.Sqrt(squares / _freedom * (1 + (1.0 / ends.Length)));
        _peak = Peak(_freedom) / _spread;
    }

    public double Density(double seconds) => seconds <= _start ? 0
        : _peak * Math.Pow(1 + (Math.Pow(Off(seconds), 2) / _freedom), -(_freedom + 1) / 2.0) / (seconds - _start);

    public void AddTo(double[] mass, double share)
    {
        double before = 0;
        for (int i = 0; i < AgeGrid.Count; i++)
        {
            double until = Math.Max(before, i + 1 < AgeGrid.Count ? Below(AgeGrid.Edges[i + 1]) : 1);
            mass[i] += share * (until - before);
            before = until;
        }
    }

    private double Off(double seconds) => (Math.Log(seconds - _start) - _mean) / _spread;

    /// <summary>The chance of less: Student's t of n degrees as a series of n / 2 terms (Abramowitz and Stegun 26.7.3 and 26.7.4).</summary>
    private double Below(double seconds)
    {
        if (seconds <= _start)
        {
            return 0;
        }

        double tangent = Off(seconds) / Math.Sqrt(_freedom);
        double cosine = 1 / Math.Sqrt(1 + (tangent * tangent));
        bool isOdd = _freedom % 2 == 1;
        double term = isOdd ? cosine : 1;
        double sum = 0;
        for (int n = isOdd ? 1 : 0; n < _freedom - 1; n += 2)
        {
            sum += term;
            term *= (n + 1.0) / (n + 2) * cosine * cosine;
        }

        double sine = tangent * cosine;
        return 0.5 + (isOdd ? (Math.Atan(tangent) + (sine * sum)) / Math.PI : sine * sum / 2);
    }

    /// <summary>Γ((n + 1) / 2) / (Γ(n / 2) √(nπ)), from its values at 1 and 2 by that of n + 2.</summary>
    private static double Peak(int freedom)
    {
        bool isOdd = freedom % 2 == 1;
        double peak = isOdd ? 1 / Math.PI : 1 / Math.Sqrt(8);
        for (int n = isOdd ? 1 : 2; n < freedom; n += 2)
        {
            peak *= (n + 1.0) / n * Math.Sqrt(n / (n + 2.0));
        }

        return peak;
    }
}
