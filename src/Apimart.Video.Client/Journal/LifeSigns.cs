using Apimart.Video.Api;

namespace Apimart.Video.Journal;

/// <summary>
/// When this process showed the other machines that it lives, and when it last failed to for too long. A machine that sleeps is taken
/// for dead meanwhile, and must not send what it claimed before.
/// </summary>
internal sealed class LifeSigns(TimeProvider time)
{
    private readonly object _gate = new();
    private Moment? _last;
    private (Moment From, Moment To)? _gap;

    /// <summary>How long it may show nothing.</summary>
    internal TimeSpan Limit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Makes a call that shows it. When it arrived is not known: it counts from its beginning, and ends a silence with its end.</summary>
    internal T Show<T>(Func<T> call)
    {
        Moment begun = Moment.Now(time);
        T result = call();
        Moment ended = Moment.Now(time);
        lock (_gate)
        {
            if (_last is { } last && ended.Since(last, time) > Limit)
            {
                _gap = (last, ended);
            }

            _last = _last is { } newest ? newest.OrLater(begun) : begun;
        }

        return result;
    }

    /// <summary>For a claim that is about to be made.</summary>
    internal ClaimDeadline Begin() => new(this, Moment.Now(time));

    /// <summary>For how long nothing was shown since a moment, where that is or was too long.</summary>
    internal TimeSpan? SilenceSince(Moment moment)
    {
        lock (_gate)
        {
            TimeSpan former = _gap is { } gap ? gap.To.Since(gap.From.OrLater(moment), time) : TimeSpan.Zero;
            TimeSpan current = Moment.Now(time).Since(_last is { } last ? last.OrLater(moment) : moment, time);
            return former > Limit ? former : current > Limit ? current : null;
        }
    }
}

/// <summary>
/// A moment by both clocks. The monotonic one of some systems stands still in sleep and the other one may be set, so the longer time
/// between two moments counts.
/// </summary>
internal readonly record struct Moment(long Stamp, DateTimeOffset Wall)
{
    internal static Moment Now(TimeProvider time) => new(time.GetTimestamp(), time.GetUtcNow());

    internal TimeSpan Since(Moment earlier, TimeProvider time) =>
        time.GetElapsedTime(earlier.Stamp, Stamp) is var monotonic && Wall - earlier.Wall is var wall && wall > monotonic ? wall : monotonic;

    internal Moment OrLater(Moment other) => other.Stamp > Stamp ? other : this;
}

/// <summary>A claimed row may be sent for as long as its machine shows, from the claim on and without a gap, that it lives.</summary>
internal sealed class ClaimDeadline(LifeSigns signs, Moment claimed)
{
    /// <exception cref="ApimartException">It is too late.</exception>
    internal void ThrowIfPassed()
    {
        if (signs.SilenceSince(claimed) is { } silence)
        {
            throw JournalErrors.TooLate(silence);
        }
    }
}
