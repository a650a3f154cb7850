namespace Apimart.Video.Simulator.Routes;

/// <summary>Lets a number of requests a second pass; a quiet second's worth may come at once.</summary>
internal sealed class RateGate
{
    private readonly object _lock = new();
    private readonly TimeProvider _time;
    private readonly double _perSecond;
    private readonly double _capacity;
    private double _tokens;
    private long _last;

    internal RateGate(TimeProvider time, double perSecond)
    {
        _time = time;
        _perSecond = perSecond;
        _tokens = _capacity = Math.Max(1, perSecond);
        _last = time.GetTimestamp();
    }

    /// <summary>How long to wait, or null where the request may pass.</summary>
    internal TimeSpan? Wait()
    {
        lock (_lock)
        {
            long now = _time.GetTimestamp();
            _tokens = Math.Min(_capacity, _tokens + (_time.GetElapsedTime(_last, now).TotalSeconds * _perSecond));
            _last = now;
            if (_tokens < 1)
            {
                return TimeSpan.FromSeconds((1 - _tokens) / _perSecond);
            }

            _tokens--;
            return null;
        }
    }
}
