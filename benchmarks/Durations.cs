using System.Globalization;

namespace Apimart.Video.Benchmarks;

/// <summary>How long tasks take, in seconds.</summary>
internal static class Durations
{
    internal const int Draws = 20_000;

    /// <summary>78 + exp(N(ln 27, 1.05)): fitted to eight jobs of a like gateway.</summary>
    internal static double[] Usual(int count, int seed)
    {
        Random random = new(seed);
        return Enumerable.Range(0, count).Select(_ => 78 + (27 * Math.Exp(1.05 * Normal(random)))).ToArray();
    }

    /// <summary>Evenly spread between two bounds.</summary>
    internal static double[] Even(double from, double to, int count, int seed)
    {
        Random random = new(seed);
        return Enumerable.Range(0, count).Select(_ => from + ((to - from) * random.NextDouble())).ToArray();
    }

    /// <summary>Some of the given durations, taken at random.</summary>
    internal static double[] Sample(double[] durations, int count, int seed)
    {
        Random random = new(seed);
        return Enumerable.Range(0, count).Select(_ => durations[random.Next(durations.Length)]).ToArray();
    }

    /// <summary>One number a line; blank lines are passed over.</summary>
    internal static double[] Read(string path) =>
        File.ReadLines(path)
            .Where(line => !string.IsNullOrWhiteSpace(line))
            .Select(line => double.Parse(line, CultureInfo.InvariantCulture))
            .ToArray();

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
