namespace Apimart.Video.Tasks;

/// <summary>
/// When a task will end, read from a progress that moves evenly. Ages are seconds. A progress that stands, jumps or merely
/// restates the server's estimate says nothing, and is then left out.
/// </summary>
internal struct ProgressTrend
{
    private const double GoodEnough = 1.2;
    private float _firstAge;
    private float _lastAge;
    private byte _first;
    private byte _last;
    private bool _broken;

    /// <summary>The age at which the task should end, or null where the progress does not tell.</summary>
    internal readonly double? End => Rate is { } rate ? _lastAge + ((100 - _last) / rate) : null;

    /// <summary>Per cent a second. Until two looks are far enough apart, the progress is taken to have started with the task.</summary>
    private readonly double? Rate => _broken || _last is 0 or >= 100 ? null
        : _last - _first >= 3 ? (_last - _first) / (double)(_lastAge - _firstAge)
        : _last / (double)_lastAge;

    /// <summary>Half the range that the end may lie in: a progress is given in whole per cent.</summary>
    private readonly double Error => ((End!.Value - _lastAge) / Math.Max(1, _last - (_last - _first >= 3 ? _first : 0))) + (0.5 / Rate!.Value);

    internal void Saw(double age, int progress, double? estimate)
    {
        if (Rate is { } rate)
        {
            double expected = Math.Min(99, _last + (rate * (age - _lastAge)));
            _broken = Math.Abs(progress - expected) > 2 + (0.15 * (expected - _last)) + ((age - _lastAge) * rate / _last);
        }

        if (_first == 0)
        {
            _firstAge = (float)age;
            _first = (byte)Math.Clamp(progress, 0, 100);
        }

        _lastAge = (float)age;
        _last = (byte)Math.Clamp(progress, 0, 100);
        _broken |= estimate is { } told && End is { } end && _last >= 5 && Math.Abs(end - told) < Math.Max(Error, told / 50);
    }

    /// <summary>The age of the next look, or null where the progress does not tell.</summary>
    /// <remarks>
    /// The gap between two looks stays below half the age: a progress that lies is found out before it costs much.
    /// </remarks>
    internal readonly double? NextAge()
    {
        if (End is not { } end)
        {
            return null;
        }

        double limit = (1.5 * _lastAge) + 8;
        if (Error > GoodEnough && end - Error > _lastAge + GoodEnough)
        {
            return Math.Min(limit, end - Error);
        }

        return Math.Min(limit, Math.Max(_lastAge + GoodEnough, end + Error));
    }
}
