namespace Apimart.Video.Polling;

/// <summary>
/// Brackets of age on which chances are counted: 0.05 s wide for the youngest tasks and 0.5 % of the age for old ones, up to a
/// day.
/// </summary>
internal static class AgeGrid
{
    /// <summary>Where the brackets end, in seconds: a day.</summary>
    internal const double Longest = 86_400;

    private const double Step = 0.005;
    private const double Linear = 10;

    /// <summary>The brackets' bounds, in seconds; one more than there are brackets.</summary>
    internal static readonly double[] Edges = Enumerable.Range(0, (int)Math.Ceiling(Math.Log(1 + (Longest / Linear)) / Step) + 1)
        .Select(i => Linear * (Math.Exp(i * Step) - 1))
        .ToArray();

    internal static int Count => Edges.Length - 1;

    internal static int IndexOf(double age) => Math.Clamp((int)(Math.Log(1 + (Math.Max(0, age) / Linear)) / Step), 0, Count - 1);

    /// <summary>How far into its bracket an age is, from 0 to 1.</summary>
    internal static double Fraction(double age, int index) =>
        Math.Clamp((age - Edges[index]) / (Edges[index + 1] - Edges[index]), 0, 1);

    /// <summary>The value at an age of a function that is given at the bounds.</summary>
    internal static double ValueAt(float[] atEdges, double age)
    {
        int i = IndexOf(age);
        return atEdges[i] + ((atEdges[i + 1] - atEdges[i]) * Fraction(age, i));
    }

    /// <summary>Spreads a mass evenly between two ages.</summary>
    internal static void Spread(double[] mass, double from, double to, double share)
    {
        double width = to - from;
        for (int i = IndexOf(from); i < Count && Edges[i] < to; i++)
        {
            mass[i] += share * Math.Max(0, Math.Min(to, Edges[i + 1]) - Math.Max(from, Edges[i])) / width;
        }
    }
}
