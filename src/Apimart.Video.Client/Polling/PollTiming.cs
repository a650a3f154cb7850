namespace Apimart.Video.Polling;

/// <summary>When to poll tasks of which the same is known. Not thread-safe.</summary>
internal sealed class PollTiming
{
    /// <summary>What is foretold anew when this much more is known, as a share; and at once when less is believed than before.</summary>
    private const double Growth = 0.05;

    /// <summary>Estimates that differ by less than this, as a share, are taken for the same.</summary>
    private const double EstimateStep = 0.05;

    private static readonly Lazy<PollSchedule> s_cold = new(() => new PollSchedule(ScaleFreePrior.Masses));

    private readonly ModelTiming _model;
    private readonly double? _estimate;
    private PollSchedule? _schedule;
    private float[] _running = [];
    private float[] _runningAsTold = [];
    private int _endsThen;
    private double _supportThen;

    internal PollTiming(ModelTiming model, string shape, double? estimate)
    {
        _model = model;
        _estimate = estimate;
        Shape = shape;
    }

    /// <summary>See <see cref="RequestShape"/>.</summary>
    internal string Shape { get; }

    internal ModelTiming Model => _model;

    internal static int Rounded(double? estimate) => estimate > 0 ? (int)Math.Round(Math.Log(estimate.Value) / EstimateStep) : int.MinValue;

    /// <inheritdoc cref="PollSchedule.Next(double, double, double)"/>
    internal double NextAge(double age, double steps, double share)
    {
        Refresh();
        return Math.Max(_schedule!.Next(age, steps, share), _model.AdvisedFirstPoll * (1 + share));
    }

    /// <summary>How long a task of this age runs still, in the median; null where nothing but the prior speaks of it.</summary>
    internal double? Remaining(double age)
    {
        Refresh();
        double left = AgeGrid.ValueAt(_running, age);
        if (AgeGrid.ValueAt(_runningAsTold, age) <= left / 2)
        {
            return null;
        }

        int low = AgeGrid.IndexOf(age);
        int high = AgeGrid.Count;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            (low, high) = _running[middle] > left / 2 ? (middle, high) : (low, middle);
        }

        return Math.Max(0, AgeGrid.Edges[high] - age);
    }

    private void Refresh()
    {
        double support = _model.Support;
        if (_schedule is not null
            && (_model.Ends == _endsThen || (_model.Ends - _endsThen <= Growth * support && support >= _supportThen)))
        {
            return;
        }

        _endsThen = _model.Ends;
        _supportThen = support;
        (double[] all, double[] told) = _model.Chances(Shape, _estimate);
        _running = StillRunning(all);
        _runningAsTold = StillRunning(told);
        _schedule = _runningAsTold[0] == 0 ? s_cold.Value : new PollSchedule(all);
    }

    /// <summary>The chance to end after each bound of the brackets.</summary>
    private static float[] StillRunning(double[] mass)
    {
        float[] running = new float[AgeGrid.Count + 1];
        double left = 0;
        for (int i = AgeGrid.Count - 1; i >= 0; i--)
        {
            left += mass[i];
            running[i] = (float)left;
        }

        return running;
    }
}
