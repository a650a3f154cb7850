using System.Net;

namespace Apimart.Video.Api;

/// <summary>What a failed submit proves about the server.</summary>
internal enum SubmitVerdict
{
    /// <summary>The server said no: nothing was accepted, and the same request would be refused again.</summary>
    Refused,

    /// <summary>Nothing was accepted, and the same request may be accepted later.</summary>
    NotExecuted,

    /// <summary>An earlier request with the same Idempotency-Key is still being executed: wait, and repeat it.</summary>
    InProgress,

    /// <summary>The request may have been accepted.</summary>
    Unknown,
}

/// <summary>Tells what a failed submit proves: only what proves that nothing was accepted is ever repeated.</summary>
internal static class SubmitVerdicts
{
    internal static SubmitVerdict Of(ApimartException fault) => fault.StatusCode switch
    {
        _ when fault.Kind == ApimartErrorKind.OutcomeUnknown => SubmitVerdict.Unknown,
        null => fault.IsNotSent ? SubmitVerdict.NotExecuted : SubmitVerdict.Unknown,
        HttpStatusCode.TooManyRequests => SubmitVerdict.NotExecuted,
        HttpStatusCode.ServiceUnavailable when Says(fault, "idempotency_unavailable") || fault.RetryAfter is not null =>
            SubmitVerdict.NotExecuted,
        HttpStatusCode.Conflict when Says(fault, "idempotency_in_progress") => SubmitVerdict.InProgress,
        HttpStatusCode.Conflict when IsKeyReused(fault) => SubmitVerdict.Refused,
        HttpStatusCode.Conflict or HttpStatusCode.RequestTimeout => SubmitVerdict.Unknown,
        >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => SubmitVerdict.Refused,
        HttpStatusCode.OK or HttpStatusCode.Accepted => IsRefusal(fault.Kind) ? SubmitVerdict.Refused : SubmitVerdict.Unknown,
        _ => SubmitVerdict.Unknown,
    };

    /// <summary>Whether the server knows the key of another request.</summary>
    internal static bool IsKeyReused(ApimartException fault) =>
        fault.StatusCode == HttpStatusCode.Conflict && Says(fault, "idempotency_key_reused");

    /// <summary>The word may stand in the code, the type or the message.</summary>
    private static bool Says(ApimartException fault, string word) =>
        fault.Code == word || fault.Type == word || fault.Message.Contains(word, StringComparison.Ordinal);

    private static bool IsRefusal(ApimartErrorKind kind) => kind
        is ApimartErrorKind.InvalidRequest
        or ApimartErrorKind.Authentication
        or ApimartErrorKind.Payment
        or ApimartErrorKind.Permission;
}
