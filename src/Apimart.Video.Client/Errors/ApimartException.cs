using System.Net;

namespace Apimart.Video.Api;

/// <summary>Every fault between this client and the API.</summary>
public sealed class ApimartException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="message">What went wrong, for a person; never contains the key.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public ApimartException(ApimartErrorKind kind, string message, Exception? inner = null)
        : base(message, inner)
    {
        Kind = kind;
    }

    /// <summary>What went wrong.</summary>
    public ApimartErrorKind Kind { get; }

    /// <summary>The HTTP status of the answer, where there was one.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>The message behind the number of the status, for whoever follows each request.</summary>
    internal string Numbered => StatusCode is { } status ? $"HTTP {(int)status}: {Message}" : Message;

    /// <summary>The API's own word or number for the fault; on the wire it is a string or a number.</summary>
    public string? Code { get; init; }

    /// <summary>The API's own type of the fault, such as <c>rate_limit_error</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The id under which the vendor's support finds the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>How long the server asked to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What to do about it.</summary>
    public string Advice { get; init; } = string.Empty;

    /// <summary>Whether nothing of the request left, for no connection was made.</summary>
    internal bool IsNotSent { get; init; }

    /// <summary>Whether it would be the same in a minute, so that nothing is won by trying again.</summary>
    internal bool IsLasting { get; init; }

    /// <summary>The same fault in other words, or of another kind.</summary>
    internal ApimartException With(string message, ApimartErrorKind? kind = null, string? advice = null) =>
        new(kind ?? Kind, message, InnerException)
        {
            StatusCode = StatusCode,
            Code = Code,
            Type = Type,
            RequestId = RequestId,
            RetryAfter = RetryAfter,
            Advice = advice ?? Advice,
            IsNotSent = IsNotSent,
            IsLasting = IsLasting,
        };
}
