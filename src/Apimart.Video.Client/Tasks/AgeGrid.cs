namespace Apimart.Video.Tasks;

/// <summary>
/// Brackets of age, narrow for young tasks and about 2.5 % wide for old ones, up to six hours. Positions on it are
/// logarithmic, so that a smoothing of one width suits short and long durations alike.
/// </summary>
internal static class AgeGrid
{
    internal const int Count = 308;
    private const double Step = 0.025;
    private const double Linear = 10;

    private static readonly double[] s_edges = Enumerable.Range(0, Count + 1).Select(i => Linear * (Math.Exp(i * Step) - 1)).ToArray();

    internal static double Edge(int index) => s_edges[index];

    internal static double Middle(int index) => (s_edges[index] + s_edges[index + 1]) / 2;

    internal static double Position(double age) => Math.Log(1 + (age / Linear));

    internal static int IndexOf(double age) => Math.Clamp((int)(Position(Math.Max(0, age)) / Step), 0, Count - 1);

    /// <summary>The value at an age of a function given at the edges; it goes on straight beyond the last one.</summary>
    internal static double ValueAt(double[] atEdges, double age)
    {
        int i = IndexOf(age);
        return atEdges[i] + ((atEdges[i + 1] - atEdges[i]) * (age - s_edges[i]) / (s_edges[i + 1] - s_edges[i]));
    }

    /// <summary>The age at which a rising function, given at the edges, reaches a value.</summary>
    internal static double AgeWhere(double[] atEdges, double value)
    {
        int found = Array.BinarySearch(atEdges, value);
        int i = Math.Clamp(found >= 0 ? found : ~found - 1, 0, Count - 1);
        return s_edges[i] + ((value - atEdges[i]) * (s_edges[i + 1] - s_edges[i]) / (atEdges[i + 1] - atEdges[i]));
    }

    /// <summary>Spreads each bracket's value over its neighbours with Gaussian weights of the given widths, in positions; the sum is kept.</summary>
    internal static double[] Smooth(double[] values, Func<int, double> width)
    {
        double[] smooth = new double[Count];
        Span<double> weights = stackalloc double[Count];
        for (int i = 0; i < Count; i++)
        {
            if (values[i] == 0)
            {
                continue;
            }

            double steps = width(i) / Step;
            int from = Math.Max(0, i - (int)Math.Ceiling(3 * steps));
            int to = Math.Min(Count - 1, i + (int)Math.Ceiling(3 * steps));
            double total = 0;
            for (int j = from; j <= to; j++)
            {
                weights[j] = Math.Exp(-0.5 * (i - j) * (i - j) / (steps * steps));
                total += weights[j];
            }

            for (int j = from; j <= to; j++)
            {
                smooth[j] += values[i] * weights[j] / total;
            }
        }

        return smooth;
    }
}
