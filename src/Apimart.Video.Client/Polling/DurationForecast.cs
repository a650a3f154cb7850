namespace Apimart.Video.Polling;

/// <summary>How long the next task takes, foretold from those before it. Not thread-safe.</summary>
/// <remarks>
/// How many of the last tasks still say something is itself learned (Adams and MacKay 2007): for each task that a change may
/// have come before, the tasks since then make a forecast, which counts by how well it foretold the tasks that followed. The
/// same decides how fine the histograms are.
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

    private static readonly int[] s_bars = [1, 2, 4, 8, 16];

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
        private readonly GapHistogram?[] _histograms = new GapHistogram?[s_bars.Length];
        private double[]? _sorted;

        internal Run(double weight) => _weights = s_bars.Select(_ => weight / s_bars.Length).ToArray();

        internal double Weight => _weights.Sum();

        internal int Count => _ends.Count;

        private double[] Sorted => _sorted ??= [.. _ends.Order()];

        internal double Density(double seconds) =>
            Enumerable.Range(0, s_bars.Length).Sum(i => _weights[i] * Density(i, seconds)) / Weight;

        internal void Learn(double seconds)
        {
            for (int i = 0; i < s_bars.Length; i++)
            {
                _weights[i] *= Density(i, seconds);
            }

            _ends.Enqueue(seconds);
            if (_ends.Count > Remembered)
            {
                _ends.Dequeue();
            }

            _sorted = null;
            Array.Clear(_histograms);
        }

        internal void Scale(double factor)
        {
            for (int i = 0; i < s_bars.Length; i++)
            {
                _weights[i] *= factor;
            }
        }

        internal double AddTo(double[] mass, double share, IReadOnlyList<double> ended, double[] running)
        {
            double[] all = ended.Count == 0 ? Sorted : [.. _ends.Concat(ended).Order()];
            double prior = PriorShare(all.Length);
            for (int i = 0; i < s_bars.Length && all.Length > 0; i++)
            {
                GapHistogram histogram = ended.Count == 0 && running.Length == 0 ? Histogram(i) : new GapHistogram(all, running, s_bars[i]);
                histogram.AddTo(mass, share * _weights[i] * (1 - prior));
            }

            return share * Weight * prior;
        }

        private double Density(int i, double seconds)
        {
            double prior = PriorShare(_ends.Count);
            double known = _ends.Count == 0 ? 0 : Histogram(i).Density(seconds);
            return (prior * ScaleFreePrior.Density(seconds)) + ((1 - prior) * known);
        }

        private GapHistogram Histogram(int i) => _histograms[i] ??= new GapHistogram(Sorted, [], s_bars[i]);

        private static double PriorShare(int count) => Imagined / (count + Imagined);
    }
}
