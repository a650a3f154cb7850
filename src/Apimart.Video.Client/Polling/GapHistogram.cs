namespace Apimart.Video.Polling;

/// <summary>The chances of the next duration, from those that are known, without an assumption on their distribution.</summary>
/// <remarks>
/// <para>
/// Of n + 1 durations that come in no order, the last falls with the same chance into each gap between the n others and beyond
/// either end (Hill 1968, A(n)). Some neighbouring gaps make a bar, so that chance in single gaps does not count; a gap so wide
/// that chance would hardly make it is a hole and stands alone.
/// </para>
/// <para>
/// A task that runs still is a duration known only to be longer: its chance is shared by all that is longer (Efron 1967), so
/// that the first ends of a wait do not make all tasks look short. Beyond the ends the chance falls as for gaps of a rate that
/// is known from the outermost bar alone: (s / (s + d))^m for m gaps of together s seconds.
/// </para>
/// </remarks>
internal sealed class GapHistogram : IDurationShape
{
    /// <summary>Servers tell durations in whole seconds.</summary>
    private const double Rounding = 1;

    /// <summary>A gap counts as a hole where chance would make one so wide in less than e^-5, one of 150 cases.</summary>
    private const double HoleDoubt = 5;

    /// <summary>A chance that no poll is worth.</summary>
    private const double Negligible = 1e-8;

    /// <summary>The ends beyond which one duration says nothing: half of it to either side, at even odds.</summary>
    private const double LoneSpread = 0.5;

    private readonly List<(double From, double To, double Mass)> _bars = [];
    private readonly double[] _ends;
    private readonly double[] _gapMass;
    private Tail _before;
    private Tail _after;

    /// <param name="ends">Durations in seconds, rising; at least one.</param>
    /// <param name="running">The ages of tasks that run, rising.</param>
    /// <param name="bars">How many bars to make.</param>
    internal GapHistogram(double[] ends, ReadOnlySpan<double> running, int bars)
    {
        _ends = ends;
        _gapMass = new double[ends.Length];
        double beyond = WeighGaps(running);
        List<int> knots = [0];
        AddKnots(knots, 0, ends.Length - 1, bars);
        for (int i = 1; i < knots.Count; i++)
        {
            AddBar(knots[i - 1], knots[i]);
        }

        double first = ends[0];
        double last = ends[^1];
        if (_bars.Count == 0)
        {
            double scale = (LoneSpread * first) + (Rounding / 2);
            _before = new Tail(first, -1, _gapMass[0], scale, 1);
            _after = new Tail(last, 1, beyond, scale, 1);
            return;
        }

        _before = Continue(first, -1, _gapMass[0], knots[1] - knots[0], _bars[0]);
        _after = Continue(last, 1, beyond, knots[^1] - knots[^2], _bars[^1]);
    }

    public double Density(double seconds)
    {
        double density = _before.Density(seconds) + _after.Density(seconds);
        foreach ((double from, double to, double mass) in _bars)
        {
            density += seconds >= from && seconds < to ? mass / (to - from) : 0;
        }

        return density;
    }

    public void AddTo(double[] mass, double share)
    {
        foreach ((double from, double to, double bar) in _bars)
        {
            AgeGrid.Spread(mass, from, to, share * bar);
        }

        _before.AddTo(mass, share);
        _after.AddTo(mass, share);
    }

    /// <summary>The chance of the gap before each end; what is left lies beyond the last.</summary>
    private double WeighGaps(ReadOnlySpan<double> running)
    {
        double left = 1;
        int open = _ends.Length + running.Length + 1;
        int passed = 0;
        for (int i = 0; i < _ends.Length; i++)
        {
            for (; passed < running.Length && running[passed] < _ends[i]; passed++)
            {
                open--;
            }

            _gapMass[i] = left / open;
            left -= _gapMass[i];
            open--;
        }

        return left;
    }

    /// <summary>Places the knots between the bars; <paramref name="bars"/> are shared out by the number of gaps.</summary>
    private void AddKnots(List<int> knots, int from, int to, double bars)
    {
        if (to == from)
        {
            return;
        }

        int gaps = to - from;
        int widest = Enumerable.Range(from, gaps).MaxBy(i => _ends[i + 1] - _ends[i]);
        double width = _ends[widest + 1] - _ends[widest];
        if (gaps > 1 && width > Rounding && width * gaps > (Math.Log(gaps) + HoleDoubt) * (_ends[to] - _ends[from]))
        {
            AddKnots(knots, from, widest, bars * (widest - from) / gaps);
            knots.Add(widest + 1);
            AddKnots(knots, widest + 1, to, bars * (to - widest - 1) / gaps);
            return;
        }

        int count = Math.Clamp((int)Math.Round(bars), 1, gaps);
        for (int i = 1; i <= count; i++)
        {
            knots.Add(from + (int)Math.Round((double)gaps * i / count));
        }
    }

    private void AddBar(int from, int to)
    {
        double mass = 0;
        for (int i = from + 1; i <= to; i++)
        {
            mass += _gapMass[i];
        }

        double least = Math.Max(0, Rounding - (_ends[to] - _ends[from])) / 2;
        _bars.Add((Math.Max(0, _ends[from] - least), _ends[to] + least, mass));
    }

    private static Tail Continue(double edge, int side, double mass, int gaps, (double From, double To, double Mass) bar)
    {
        double unit = bar.Mass / gaps;
        return new Tail(edge, side, mass, ((bar.To - bar.From) * mass / unit) + (Rounding / 2), gaps);
    }

    /// <param name="Edge">Where it starts, in seconds.</param>
    /// <param name="Side">-1 for shorter durations, 1 for longer ones.</param>
    /// <param name="Mass">The chance of all of it.</param>
    /// <param name="Scale">s, in seconds.</param>
    /// <param name="Power">m.</param>
    private readonly record struct Tail(double Edge, int Side, double Mass, double Scale, int Power)
    {
        /// <summary>The chance of a duration further out; none is shorter than nothing.</summary>
        private double Whole => Side > 0 ? 1 : 1 - Raw(Edge);

        internal double Density(double seconds)
        {
            double out_ = (seconds - Edge) * Side;
            return out_ < 0 || Whole <= 0 ? 0 : Mass * Power / Scale * Math.Pow(Scale / (Scale + out_), Power + 1) / Whole;
        }

        internal void AddTo(double[] mass, double share)
        {
            if (Whole <= 0)
            {
                return;
            }

            double part = share * Mass / Whole;
            double near = 1;
            for (int i = AgeGrid.IndexOf(Edge); i >= 0 && i < AgeGrid.Count && part * near > Negligible; i += Side)
            {
                bool isLast = Side > 0 && i == AgeGrid.Count - 1;
                double far = isLast ? 0 : Raw((AgeGrid.Edges[Side > 0 ? i + 1 : i] - Edge) * Side);
                mass[i] += part * (near - far);
                near = far;
            }
        }

        private double Raw(double distance) => Math.Pow(Scale / (Scale + distance), Power);
    }
}
