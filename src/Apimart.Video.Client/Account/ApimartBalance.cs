using System.Text.Json;
using Apimart.Video.Text;

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

/// <summary>Whose money a figure is about.</summary>
public enum AccountScope
{
    /// <summary>The API key in use; a key can have a quota of its own.</summary>
    Key,

    /// <summary>The account that the key belongs to.</summary>
    Account,
}

/// <summary>Reads balances out of the API's answers.</summary>
internal static class BalanceReader
{
    /// <summary>What the wire says in place of an amount where there is no limit.</summary>
    private const decimal WithoutLimit = -1;

    /// <summary>The balance, or null where the answer holds none.</summary>
    internal static ApimartBalance? Read(JsonElement body, AccountScope scope)
    {
        JsonElement data = body.Field("data") ?? body;
        decimal? remaining = data.Money("remain_balance");
        bool unlimited = remaining == WithoutLimit || data.Field("unlimited_quota") is { ValueKind: JsonValueKind.True };
        return remaining is null && !unlimited
            ? null
            : new ApimartBalance
            {
                Scope = scope,
                IsUnlimited = unlimited,
                Remaining = unlimited ? null : remaining,
                Used = data.Money("used_balance"),
                RemainingCredits = unlimited ? null : data.Money("remain_credits"),
                UsedCredits = data.Money("used_credits"),
            };
    }
}
