using Apimart.Video.Api;

namespace Apimart.Video.Journal;

/// <summary>
/// When this process last showed the other machines that it lives, and whether it did so without a gap. A machine that sleeps is taken
/// for dead meanwhile, and must not send what it claimed before. The monotonic clock of some systems stands still in sleep and the other
/// one may be set, so the later of the two counts.
/// </summary>
internal sealed class LifeSigns(TimeProvider time)
{
    private readonly object _gate = new();
    private (long Stamp, DateTimeOffset Wall)? _last;
    private int _gaps;
    private TimeSpan _gap;

    /// <summary>How long it may show nothing.</summary>
    internal TimeSpan Limit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Makes a call that shows it. The sign counts from when the call was begun, since it is not known when it arrived.</summary>
    internal T Show<T>(Func<T> call)
    {
        (long Stamp, DateTimeOffset Wall) begun = (time.GetTimestamp(), time.GetUtcNow());
        T result = call();
        lock (_gate)
        {
            if (Silence() is { } silence && silence > Limit)
            {
                _gaps++;
                _gap = silence;
            }

            if (_last is null || _last.Value.Stamp <= begun.Stamp)
            {
                _last = begun;
            }
        }

        return result;
    }

    /// <summary>For a claim that is about to be made.</summary>
    internal ClaimDeadline Begin()
    {
        lock (_gate)
        {
            return new ClaimDeadline(this, _gaps);
        }
    }

    /// <summary>How long nothing was shown, where that is too long or was since so many gaps.</summary>
    internal TimeSpan? GapSince(int gaps)
    {
        lock (_gate)
        {
            return _gaps != gaps ? _gap : Silence() is { } silence && silence > Limit ? silence : null;
        }
    }

    private TimeSpan? Silence()
    {
        if (_last is not { } last)
        {
            return null;
        }

        TimeSpan monotonic = time.GetElapsedTime(last.Stamp);
        return time.GetUtcNow() - last.Wall is var wall && wall > monotonic ? wall : monotonic;
    }
}

/// <summary>A claimed row may be sent for as long as its machine shows without a gap that it lives.</summary>
internal sealed class ClaimDeadline(LifeSigns signs, int gaps)
{
    /// <exception cref="ApimartException">It is too late.</exception>
    internal void ThrowIfPassed()
    {
        if (signs.GapSince(gaps) is { } silence)
        {
            throw JournalErrors.TooLate(silence);
        }
    }
}
