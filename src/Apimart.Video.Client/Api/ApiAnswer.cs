using System.Net;
using System.Text.Json;

namespace Apimart.Video.Api;

/// <summary>An HTTP answer of the API, read whole.</summary>
internal sealed record ApiAnswer(HttpStatusCode Status, JsonElement? Body, string Text)
{
    /// <summary>How long the server asked to wait, from a Retry-After in seconds or as a date.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether this is the answer to an earlier request with the same Idempotency-Key.</summary>
    internal bool IsReplayed { get; init; }

    internal string? RequestId { get; init; }
}
