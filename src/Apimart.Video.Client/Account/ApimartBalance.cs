namespace Apimart.Video.Account;

/// <summary>What is left to spend and what was spent, as <c>GET /v1/balance</c> and <c>GET /v1/user/balance</c> tell it.</summary>
public sealed record ApimartBalance
{
    /// <summary>Whether this is about the key or the account.</summary>
    public required AccountScope Scope { get; init; }

    /// <summary>What is left, in US dollars; null where there is no limit.</summary>
    public decimal? Remaining { get; init; }

    /// <summary>What was spent, in US dollars; null where the server does not say.</summary>
    public decimal? Used { get; init; }

    /// <summary>Whether the key may spend all that the account has.</summary>
    public bool IsUnlimited { get; init; }

    /// <summary>What is left in credits, ten to a US dollar; null where there is no limit or the server does not say.</summary>
    public decimal? RemainingCredits { get; init; }

    /// <summary>What was spent in credits; null where the server does not say.</summary>
    public decimal? UsedCredits { get; init; }
}
