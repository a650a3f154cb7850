namespace Apimart.Video.Tasks;

/// <summary>
/// When to look at the tasks of one model. Ages and durations are seconds since the task was created. Not thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// Looks at spacing s cost 1/s requests a second while a task runs, and find its end s/2 late. Where one second of lateness
/// is worth λ requests, and the task ends with hazard h(t), the sum is least at s(t) = sqrt(2 / (λ h(t))). So looks are
/// placed at equal steps of the integral of 1/s, which is right also where h changes between two of them.
/// </para>
/// <para>
/// The hazard is a life table: ends over time at risk, an age bracket each, smoothed. It takes running tasks as what they
/// are, durations known only to be longer, so that the first ends of a wait do not make all tasks look short. A few imagined
/// tasks of the prior are counted in every bracket: they are all there is for a new model, and what keeps the looks coming
/// at ages that no earlier task reached.
/// </para>
/// </remarks>
internal sealed class ModelTiming
{
    /// <summary>The requests that one second of lateness is worth.</summary>
    private const double Lambda = 6.8;

    /// <summary>How many imagined tasks follow the prior.</summary>
    private const double PriorTasks = 0.3;

    /// <summary>What each older duration in the history counts of the next newer one: the last few hundred matter.</summary>
    private const double Fading = 0.998;

    private const int MostRemembered = 1000;
    private const double ShortestSpacing = 1;
    private const double SmoothingFactor = 0.4;
    private const double NarrowestSmoothing = 0.02;
    private const double WidestVariation = 2;
    private const double PriorSpread = 0.5;

    private readonly double[] _ends = new double[AgeGrid.Count];
    private readonly double[] _atRisk = new double[AgeGrid.Count];
    private readonly double[] _looksBefore = new double[AgeGrid.Count + 1];
    private readonly double[] _hazardBefore = new double[AgeGrid.Count + 1];
    private double _endCount;
    private double _estimate;
    private int _progressKept;
    private int _progressBroke;
    private int _pendingEnds;
    private int _pendingLooks;
    private bool _stale = true;

    internal ModelTiming(IReadOnlyList<TimeSpan> history)
    {
        double weight = 1;
        foreach (TimeSpan duration in history.Where(duration => duration > TimeSpan.Zero).TakeLast(MostRemembered).Reverse())
        {
            AddRisk(0, duration.TotalSeconds, weight);
            AddEnd(duration.TotalSeconds, weight);
            weight *= Fading;
        }
    }

    /// <summary>Whether the model's progress has told ends rightly, as far as it was tried; trusted until it fails.</summary>
    internal bool TrustsProgress => _progressKept >= _progressBroke;

    /// <summary>The age at which to look next at a task that ran still at <paramref name="age"/>.</summary>
    /// <param name="age">The age at the last look; 0 for a task that was just submitted.</param>
    /// <param name="step">1, more or less by the jitter, or more where the budget is short.</param>
    internal double NextAge(double age, double step)
    {
        Refresh();
        return AgeGrid.AgeWhere(_looksBefore, AgeGrid.ValueAt(_looksBefore, age) + step);
    }

    /// <summary>How long a task of this age runs still, in the median.</summary>
    internal double Remaining(double age)
    {
        Refresh();
        return AgeGrid.AgeWhere(_hazardBefore, AgeGrid.ValueAt(_hazardBefore, age) + Math.Log(2)) - age;
    }

    /// <summary>A task of the model was seen running at both ages.</summary>
    internal void Ran(double from, double to)
    {
        AddRisk(from, to, 1);
        _pendingLooks++;
        _stale |= _pendingLooks > 16 + _endCount;
    }

    /// <summary>A task of the model, seen running at <paramref name="from"/>, took <paramref name="duration"/>.</summary>
    internal void Ended(double from, double duration)
    {
        AddRisk(from, duration, 1);
        AddEnd(duration, 1);
        _pendingEnds++;
        _stale |= _pendingEnds > _endCount / 50;
    }

    /// <summary>A task ended for which its progress had told an end.</summary>
    internal void ProgressTold(double end, double duration)
    {
        if (Math.Abs(end - duration) <= 3 + (duration / 10))
        {
            _progressKept++;
        }
        else
        {
            _progressBroke++;
        }
    }

    /// <summary>The server's own estimate. It is often two and a half times too long, so it only leans on the prior.</summary>
    internal void Estimated(double seconds)
    {
        if (seconds > 0 && Math.Abs(seconds - _estimate) > _estimate / 10)
        {
            _estimate = seconds;
            _stale = true;
        }
    }

    private void AddRisk(double from, double to, double weight)
    {
        for (int i = AgeGrid.IndexOf(Math.Max(0, from)); i < AgeGrid.Count && AgeGrid.Edge(i) < to; i++)
        {
            _atRisk[i] += weight * Math.Max(0, Math.Min(to, AgeGrid.Edge(i + 1)) - Math.Max(from, AgeGrid.Edge(i)));
        }
    }

    private void AddEnd(double duration, double weight)
    {
        _ends[AgeGrid.IndexOf(duration)] += weight;
        _endCount += weight;
    }

    private void Refresh()
    {
        if (!_stale)
        {
            return;
        }

        _stale = false;
        _pendingEnds = 0;
        _pendingLooks = 0;
        double scale = PriorScale();
        Func<int, double> width = SmoothingWidths();
        double[] ends = AgeGrid.Smooth(_ends, width);
        double[] atRisk = AgeGrid.Smooth(_atRisk, width);
        for (int i = 0; i < AgeGrid.Count; i++)
        {
            double span = AgeGrid.Edge(i + 1) - AgeGrid.Edge(i);
            double spacing = DurationPrior.Spacing(AgeGrid.Middle(i) / scale) * Math.Sqrt(scale);
            double priorHazard = 2 / (Lambda * spacing * spacing);
            double imagined = PriorTasks * span;
            double hazard = (ends[i] + (imagined * priorHazard)) / (atRisk[i] + imagined);
            _hazardBefore[i + 1] = _hazardBefore[i] + (hazard * span);
            _looksBefore[i + 1] = _looksBefore[i] + (span * Math.Min(1 / ShortestSpacing, Math.Sqrt(Lambda * hazard / 2)));
        }
    }

    /// <summary>By how much the prior is stretched towards the durations that are known, or half way towards the estimate.</summary>
    private double PriorScale()
    {
        double known = _endCount > 0 ? Math.Pow(Quantile(0.5) / DurationPrior.Typical, _endCount / (_endCount + 1)) : 1;
        double told = _estimate > 0 ? Math.Pow(_estimate / 2.5 / DurationPrior.Typical, 0.5 / (_endCount + 1)) : 1;
        return Math.Clamp(known * told, 0.1, 20);
    }

    /// <summary>Narrow where ends lie close together, wide in the thin tail, and the narrower the more is known.</summary>
    private Func<int, double> SmoothingWidths()
    {
        if (_endCount == 0)
        {
            return _ => NarrowestSmoothing;
        }

        double spread = (AgeGrid.Position(Quantile(0.75)) - AgeGrid.Position(Quantile(0.25))) / 1.34;
        double shrunk = ((spread * _endCount) + (PriorSpread * 2)) / (_endCount + 2);
        double width = Math.Max(NarrowestSmoothing, SmoothingFactor * shrunk * Math.Pow(_endCount, -0.2));
        double[] density = AgeGrid.Smooth(_ends, _ => width);
        double usual = Math.Exp(_ends.Zip(density, (count, level) => count == 0 ? 0 : count * Math.Log(level)).Sum() / _endCount);
        return i => width * Math.Clamp(Math.Sqrt(usual / Math.Max(density[i], 1e-9)), 1 / WidestVariation, WidestVariation);
    }

    private double Quantile(double share)
    {
        double left = share * _endCount;
        for (int i = 0; i < AgeGrid.Count; i++)
        {
            left -= _ends[i];
            if (left <= 0)
            {
                return AgeGrid.Middle(i);
            }
        }

        return AgeGrid.Middle(AgeGrid.Count - 1);
    }
}
