namespace Apimart.Video.Benchmarks.Polling;

/// <summary>How long tasks take.</summary>
/// <param name="Name">In words, for the table.</param>
/// <param name="Quantile">The duration in seconds that a share of the tasks, from 0 to 1, stays below.</param>
internal sealed record Distribution(string Name, Func<double, double> Quantile)
{
    /// <summary>Those with goals.</summary>
    internal static Distribution[] Six { get; } =
    [
        Even(3, 25),
        Even(20, 40),
        Even(180, 300),
        Even(600, 1200),
        new("78 s + exp(N(ln 27, 1.05))", share => 78 + (27 * Math.Exp(1.05 * Normal(share)))),
        new("lognormal, median 100 s, sigma 1", share => 100 * Math.Exp(Normal(share))),
    ];

    /// <summary>Half of the tasks are of one kind; each kind has some spread, since durations are told in whole seconds.</summary>
    internal static Distribution TwoKinds { get; } =
        new("30 s +-10 % and 300 s +-10 %", share => share < 0.5 ? 27 + (12 * share) : 270 + (120 * (share - 0.5)));

    internal static Distribution TwoPoints { get; } = new("30 s and 300 s, each exactly", share => share < 0.5 ? 30 : 300);

    internal static Distribution Constant { get; } = new("240 s exactly", _ => 240);

    internal static Distribution Even(double from, double to) =>
        new(FormattableString.Invariant($"uniform {from} to {to} s"), share => from + ((to - from) * share));

    internal Distribution Times(double factor) => new(Name, share => factor * Quantile(share));

    internal double[] Draw(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Quantile(random.NextDouble()))];
    }

    /// <summary>The middles of equal shares, rising: the distribution as an exact computation takes it.</summary>
    internal double[] Middles(int count) => [.. Enumerable.Range(0, count).Select(i => Quantile((i + 0.5) / count))];

    /// <summary>The standard normal quantile, by bisection of a series that is exact to 1e-7 (Abramowitz and Stegun 26.2.17).</summary>
    private static double Normal(double share)
    {
        double low = -8;
        double high = 8;
        while (high - low > 1e-9)
        {
            double middle = (low + high) / 2;
            (low, high) = Below(middle) < share ? (middle, high) : (low, middle);
        }

        return low;
    }

    private static double Below(double z)
    {
        double t = 1 / (1 + (0.2316419 * Math.Abs(z)));
        double tail = 0.3989422804 * Math.Exp(-z * z / 2)
            * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return z < 0 ? tail : 1 - tail;
    }
}
