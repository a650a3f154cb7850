namespace Apimart.Video.Polling;

/// <summary>
/// The requests that all tasks of a wait share: so many under way, so many a second, evenly spaced. A 429 halves both
/// and stops all of them for a while; answers that come well raise them again, to the full in a minute.
/// Times are those since the wait began. Not thread-safe.
/// </summary>
internal sealed class RequestBudget
{
    private const double SmallestShare = 1.0 / 32;
    private static readonly TimeSpan s_recovery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);

    // A date read against a clock that is wrong by hours must not end a wait for the day.
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(15);

    private readonly int _maxInFlight;
    private readonly double _perSecond;
    private double _share = 1;
    private int _inFlight;
    private TimeSpan _nextStart;
    private TimeSpan _pausedUntil;
    private TimeSpan _shareSetAt;

    internal RequestBudget(int maxInFlight, double perSecond)
    {
        _maxInFlight = maxInFlight;
        _perSecond = perSecond;
    }

    /// <summary>Requests a second as allowed now.</summary>
    internal double Rate => _perSecond * _share;

    /// <summary>When the next request may start; null while as many as allowed are under way.</summary>
    internal TimeSpan? NextStart =>
        _inFlight >= Math.Max(1, (int)(_maxInFlight * _share)) ? null : _nextStart > _pausedUntil ? _nextStart : _pausedUntil;

    /// <summary>Until when the server asked to leave it alone; zero where it did not.</summary>
    internal TimeSpan AskedUntil { get; private set; }

    internal bool TryStart(TimeSpan now)
    {
        if (NextStart is not { } start || start > now)
        {
            return false;
        }

        _inFlight++;
        _nextStart = now + TimeSpan.FromSeconds(1 / Rate);
        return true;
    }

    internal void Return() => _inFlight--;

    internal void Succeeded(TimeSpan now)
    {
        if (_share < 1)
        {
            _share = Math.Min(1, _share + ((now - _shareSetAt) / s_recovery));
            _shareSetAt = now;
        }
    }

    /// <summary>The server asked to slow down. The answers to requests that started before it did so count once.</summary>
    internal void Limited(TimeSpan startedAt, TimeSpan now, TimeSpan? retryAfter)
    {
        if (startedAt >= _shareSetAt || _share == 1)
        {
            _share = Math.Max(SmallestShare, _share / 2);
            _shareSetAt = now;
        }

        if (retryAfter is { Ticks: > 0 } asked)
        {
            Pause(now, asked);
        }
        else
        {
            PauseUntil(now + (s_firstPause / _share));
        }
    }

    /// <summary>No request starts before the server's own Retry-After is over.</summary>
    internal void Pause(TimeSpan now, TimeSpan wait)
    {
        TimeSpan until = now + (wait < s_longestPause ? wait : s_longestPause);
        AskedUntil = until > AskedUntil ? until : AskedUntil;
        PauseUntil(until);
    }

    private void PauseUntil(TimeSpan until) => _pausedUntil = until > _pausedUntil ? until : _pausedUntil;
}
