using System.Net;
using Apimart.Video.Api;

namespace Apimart.Video.Tasks;

/// <summary>Tells from a failed poll whether to go on.</summary>
internal static class PollJudge
{
    // A task that was accepted this moment may not have reached the server's own records yet.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(15);

    internal static PollVerdict Judge(WatchEntry entry, ApimartException fault, TimeSpan now)
    {
        if (fault.Kind is ApimartErrorKind.Authentication or ApimartErrorKind.Payment or ApimartErrorKind.Permission)
        {
            return PollVerdict.Refused;
        }

        // Gateways say 404 in passing too: it counts when it is said twice running.
        bool missedBefore = entry.Missed;
        entry.Missed = fault.Kind == ApimartErrorKind.NotFound || fault.StatusCode == HttpStatusCode.BadRequest;
        return missedBefore && entry.Missed && !IsJustAccepted(entry, now) ? PollVerdict.Lost : PollVerdict.Passing;
    }

    private static bool IsJustAccepted(WatchEntry entry, TimeSpan now) =>
        entry.SeenAt is null && entry.Task.CreatedAt is not null && entry.AgeAt(now) <= s_grace.TotalSeconds;
}
