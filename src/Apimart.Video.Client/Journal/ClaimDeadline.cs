using Apimart.Video.Api;

namespace Apimart.Video.Journal;

/// <summary>
/// Until when a claimed row may be sent. A machine that sleeps is taken for dead meanwhile, and must not send when it wakes. The
/// monotonic clock of some systems stands still in sleep and the other one may be set, so the later of the two counts.
/// </summary>
internal sealed class ClaimDeadline(TimeProvider time, long start, DateTimeOffset wall, TimeSpan limit)
{
    /// <exception cref="ApimartException">It is too late; nothing was sent.</exception>
    internal void ThrowIfPassed()
    {
        TimeSpan monotonic = time.GetElapsedTime(start);
        TimeSpan since = time.GetUtcNow() - wall is var other && other > monotonic ? other : monotonic;
        if (since > limit)
        {
            throw JournalErrors.TooLate(since);
        }
    }
}
