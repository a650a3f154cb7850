using System.Net;
using System.Text.Json;

namespace Apimart.Video.Api;

/// <summary>An HTTP answer of the API, as far as it came. Every text in it has been through the gate.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The JSON of it, or null where it holds none.</param>
/// <param name="Text">The beginning of the answer, for a person.</param>
internal sealed record ApiAnswer(HttpStatusCode Status, JsonElement? Body, string Text)
{
    /// <summary>Why an answer that is not whole broke off; null where it is whole.</summary>
    internal ApimartException? Broken { get; init; }

    /// <summary>How long the server asked to wait, from a Retry-After in seconds or as a date.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether this is the answer to an earlier request with the same Idempotency-Key.</summary>
    internal bool IsReplayed { get; init; }

    internal string? RequestId { get; init; }

    internal bool IsSuccess => (int)Status is >= 200 and <= 299;
}

/// <summary>What a request asks for, where the same answer means different things.</summary>
internal enum ApiCall
{
    /// <summary>The state of a task.</summary>
    Poll,

    /// <summary>A video; costs money.</summary>
    Submit,

    /// <summary>Room for a picture.</summary>
    Upload,

    /// <summary>Something of the account, the models or the prices.</summary>
    Read,
}
