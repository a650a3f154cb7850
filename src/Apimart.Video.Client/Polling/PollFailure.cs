using System.Net;
using Apimart.Video.Api;

namespace Apimart.Video.Polling;

/// <summary>What a failed poll means for the wait.</summary>
internal enum PollFailure
{
    /// <summary>Nothing: it is polled again.</summary>
    Passing,

    /// <summary>The server does not know the task.</summary>
    Lost,

    /// <summary>The key or the balance will not do, for any task.</summary>
    Refused,
}

/// <summary>Tells from a failed poll whether to go on.</summary>
internal static class PollFailures
{
    // A task that was accepted this moment may not have reached the server's own records yet.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(15);

    internal static PollFailure Classify(WatchEntry entry, ApimartException fault, TimeSpan now)
    {
        if (fault.Kind is ApimartErrorKind.Authentication or ApimartErrorKind.Payment or ApimartErrorKind.Permission)
        {
            return PollFailure.Refused;
        }

        // Gateways say 404 in passing too: it counts when it is said twice running.
        bool missedBefore = entry.Missed;
        entry.Missed = fault.Kind == ApimartErrorKind.NotFound || fault.StatusCode == HttpStatusCode.BadRequest;
        return missedBefore && entry.Missed && !IsJustAccepted(entry, now) ? PollFailure.Lost : PollFailure.Passing;
    }

    private static bool IsJustAccepted(WatchEntry entry, TimeSpan now) =>
        entry.SeenAt is null && entry.Task.CreatedAt is not null && entry.AgeAt(now) <= s_grace.TotalSeconds;
}
