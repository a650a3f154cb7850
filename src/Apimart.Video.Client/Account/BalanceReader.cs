using System.Text.Json;
using Apimart.Video.Api;

namespace Apimart.Video.Account;

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
