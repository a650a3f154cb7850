namespace Apimart.Video.Polling;

/// <summary>How long the next task takes, foretold from those before it. Not thread-safe.</summary>
/// <remarks>
/// How many of the last tasks still say something is itself learned (Adams and MacKay 2007): for each task that a change may
/// have come before, the tasks since then make a forecast, which counts by how well it foretold the tasks that followed. The
/// same decides which form durations are seen in, and how fine the histograms are.
/// </remarks>
internal sealed class DurationForecast
{
    /// <summary>How many tasks of a kind are remembered: as many as a steady kind needs to come within some per cent.</summary>
    internal const int Remembered = 200;

    /// <summary>How often durations change for good, of all tasks: so rare that it costs no poll of its own, and yet believed after one task far off.</summary>
    internal const double ChangeRate = 0.0003;

    /// <summary>What the prior counts beside one task that is known: it keeps the polls coming at ages that none reached.</summary>
    private const double Imagined = 0.003;

    /// <summary>A history that counts less than this is dropped.</summary>
    private const double Negligible = ChangeRate / 10;

    /// <summary>The forms that durations are seen in, and what each counts before any is known: the simplest twice.</summary>
    private static readonly (double Weight, Func<double[], double[], IDurationShape?> See)[] s_shapes =
    [
        (2 / 6.0, (ends, running) => new GapHistogram(ends, running, bars: 1)),
        (1 / 6.0, (ends, running) => new GapHistogram(ends, running, bars: 4)),
        (1 / 6.0, (ends, running) => new GapHistogram(ends, running, bars: 16)),
        (1 / 6.0, (ends, running) => running.Length > 0 ? null : new LogNormalShape(ends, startsLate: false)),
        (1 / 6.0, (ends, running) => running.Length > 0 ? null : new LogNormalShape(ends, startsLate: true)),
    ];

    private readonly List<Run> _runs = [new Run(1)];

    /// <summary>How many durations it was told.</summary>
    internal int Count { get; private set; }

    /// <summary>Of how many tasks the forecast speaks: those since a change, as far as there was one.</summary>
    internal double Support => _runs.Sum(run => run.Weight * run.Count);

    /// <summary>The density of the next task's duration, per second.</summary>
    internal double Density(double seconds) => _runs.Sum(run => run.Weight * run.Density(seconds));

    internal void Add(double seconds)
    {
        Count++;
        foreach (Run run in _runs)
        {
            run.Learn(seconds);
        }

        double total = _runs.Sum(run => run.Weight);
        foreach (Run run in _runs)
        {
            run.Scale((1 - ChangeRate) / total);
        }

        _runs.RemoveAll(run => run.Weight < Negligible);
        _runs.Add(new Run(ChangeRate));
    }

    /// <summary>Adds the chances of the brackets of <see cref="AgeGrid"/> and returns the share of the prior, which is not added.</summary>
    /// <param name="mass">The chances by bracket.</param>
    /// <param name="share">The sum of what is added and what is returned.</param>
    /// <param name="ended">Further durations in seconds that are not in their place in the order yet.</param>
    /// <param name="running">The ages of tasks that run, rising.</param>
    internal double AddTo(double[] mass, double share, IReadOnlyList<double> ended, double[] running) =>
        _runs.Sum(run => run.AddTo(mass, share, ended, running));

    /// <summary>The tasks since a change.</summary>
    private sealed class Run
    {
        private readonly Queue<double> _ends = new();
        private readonly double[] _weights;
        private double[]? _sorted;
        private IDurationShape?[]? _shapes;

        internal Run(double weight) => _weights = [.. s_shapes.Select(shape => weight * shape.Weight)];

        internal double Weight => _weights.Sum();

        internal int Count => _ends.Count;

        private double[] Sorted => _sorted ??= [.. _ends.Order()];

        private IDurationShape?[] Shapes => _shapes ??= See(Sorted, []);

        internal double Density(double seconds) => _weights.Select((weight, i) => weight * Density(i, seconds)).Sum() / Weight;

        internal void Learn(double seconds)
        {
            for (int i = 0; i < _weights.Length; i++)
            {
                _weights[i] *= Density(i, seconds);
            }

            double weight = Weight;
            for (int i = 0; i < _weights.Length; i++)
            {
                // None is given up for good: another form may follow, and not every form can always be asked.
                _weights[i] = ((1 - ChangeRate) * _weights[i]) + (ChangeRate * weight * s_shapes[i].Weight);
            }

            _ends.Enqueue(seconds);
            if (_ends.Count > Remembered)
            {
                _ends.Dequeue();
            }

            _sorted = null;
            _shapes = null;
        }

        internal void Scale(double factor)
        {
            for (int i = 0; i < _weights.Length; i++)
            {
                _weights[i] *= factor;
            }
        }

        internal double AddTo(double[] mass, double share, IReadOnlyList<double> ended, double[] running)
        {
            double[] all = ended.Count == 0 ? Sorted : [.. _ends.Concat(ended).Order()];
            double prior = PriorShare(all.Length);
            IDurationShape?[] shapes = ended.Count == 0 && running.Length == 0 ? Shapes : See(all, running);
            double speaking = _weights.Where((_, i) => shapes[i] is not null).Sum();
            for (int i = 0; i < shapes.Length; i++)
            {
                shapes[i]?.AddTo(mass, share * Weight * (1 - prior) * _weights[i] / speaking);
            }

            return share * Weight * prior;
        }

        private static IDurationShape?[] See(double[] ends, double[] running) =>
            [.. s_shapes.Select(shape => ends.Length == 0 ? null : shape.See(ends, running))];

        private double Density(int i, double seconds)
        {
            double prior = PriorShare(_ends.Count);
            return (prior * ScaleFreePrior.Density(seconds)) + ((1 - prior) * (Shapes[i]?.Density(seconds) ?? 0));
        }

        private static double PriorShare(int count) => Imagined / (count + Imagined);
    }
}
