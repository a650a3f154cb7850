namespace Apimart.Video.Polling;

/// <summary>
/// When a task will end, read from a progress that moves evenly. Ages are seconds. A progress that stands, jumps or merely
/// restates the server's estimate says nothing, and is then left out.
/// </summary>
internal struct ProgressTrend
{
    private const int LeastMove = 3;
    private const int LeastToCompare = 10;
    private const double GoodEnough = 1.2;
    private float _firstAge;
    private float _lastAge;
    private byte _first;
    private byte _last;
    private bool _broken;

    /// <summary>The age at which the task should end, or null where the progress does not tell.</summary>
    internal readonly double? End => Rate is { } rate ? _lastAge + ((100 - _last) / rate) : null;

    private readonly bool HasMoved => _last - _first >= LeastMove;

    /// <summary>Per cent a second. Until two polls are far enough apart, the progress is taken to have started with the task.</summary>
    private readonly double? Rate => _broken || _last is 0 or >= 100 ? null
        : HasMoved ? (_last - _first) / (double)(_lastAge - _firstAge)
        : _last / (double)_lastAge;

    /// <summary>Half the range that the end may lie in: a progress is given in whole per cent.</summary>
    private readonly double Error => ((100 - _last) / Rate!.Value / (HasMoved ? _last - _first : _last)) + (0.5 / Rate!.Value);

    internal void Saw(double age, int progress, double? estimate)
    {
        if (HasMoved && Rate is { } rate)
        {
            double move = rate * (age - _lastAge);
            double expected = Math.Min(99, _last + move);
            _broken = Math.Abs(progress - expected) > 2 + (0.15 * (expected - _last)) + (move / _last);
        }

        _broken |= estimate is { } told && progress >= LeastToCompare && Math.Abs(progress - (100 * age / told)) <= 1;
        _lastAge = (float)age;
        _last = (byte)Math.Clamp(progress, 0, 100);
        if (_first == 0)
        {
            (_firstAge, _first) = (_lastAge, _last);
        }
    }

    /// <summary>The age of the next poll, or null where the progress does not tell.</summary>
    /// <remarks>
    /// A poll just before the end narrows it down where it is not known well enough. The gap between two polls stays below
    /// half the age: a progress that lies is found out before it costs much.
    /// </remarks>
    internal readonly double? NextAge()
    {
        if (End is not { } end)
        {
            return null;
        }

        bool narrowDown = Error > GoodEnough && end - Error > _lastAge + GoodEnough;
        double wanted = narrowDown ? end - Error : Math.Max(_lastAge + GoodEnough, end + Error);
        return Math.Min((1.5 * _lastAge) + 8, wanted);
    }
}
