namespace Apimart.Video.Account;

/// <summary>
/// What was billed in a span of time, as <c>GET /v1/usage</c> tells it: in all, or for one model, one day or both. Failed and
/// refunded tasks are not in it, and the last minute may be missing.
/// </summary>
public sealed record ApimartUsage
{
    /// <summary>Whether this is about the key or the account.</summary>
    public required AccountScope Scope { get; init; }

    /// <summary>The day, in the time zone that was asked for; null unless grouped by date.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>The model; null unless grouped by model.</summary>
    public string? Model { get; init; }

    /// <summary>The amount in US dollars.</summary>
    public required decimal Cost { get; init; }

    /// <summary>The amount in credits, ten to a US dollar; null where the server does not say.</summary>
    public decimal? Credits { get; init; }

    /// <summary>How many requests were billed; null where the server does not say.</summary>
    public long? Requests { get; init; }

    /// <summary>The tokens of what is billed by tokens; null where the server does not say.</summary>
    public long? Tokens { get; init; }

    /// <summary>The start of the span.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The end of the span; what was billed at this moment is not in it.</summary>
    public required DateTimeOffset Until { get; init; }
}
