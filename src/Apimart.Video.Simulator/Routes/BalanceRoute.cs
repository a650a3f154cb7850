using System.Text.Json.Nodes;
using Apimart.Video.Simulator.Http;

namespace Apimart.Video.Simulator.Routes;

/// <summary><c>GET /v1/balance</c> of the key and <c>GET /v1/user/balance</c> of the account: the money less what was billed.</summary>
internal sealed class BalanceRoute : IRoute
{
    /// <summary>What an account without a limit shows; only a key can be told to be unlimited.</summary>
    private const decimal Plenty = 1_000_000;
    private const decimal Unlimited = -1;
    private const int CreditsPerDollar = 10;

    private readonly SimulatorOptions _options;
    private readonly SimulatorBill _bill;

    internal BalanceRoute(SimulatorOptions options, SimulatorBill bill)
    {
        _options = options;
        _bill = bill;
    }

    public SimulatorRoute Kind => SimulatorRoute.Other;

    public bool Takes(HttpRequest request) =>
        request.IsGet && request.Path is "/v1/balance" or "/balance" or "/v1/user/balance" or "/user/balance";

    public Task<HttpResponse> AnswerAsync(HttpRequest request, SimulatorFault? fault, CancellationToken cancellationToken)
    {
        bool account = request.Path.Contains("/user/", StringComparison.Ordinal);
        decimal used = _bill.Total;
        decimal remaining = account || _options.Balance is not null ? (_options.Balance ?? Plenty) - used : Unlimited;
        JsonObject answer = new()
        {
            ["success"] = true,
            ["remain_balance"] = remaining,
            ["used_balance"] = used,
            ["remain_credits"] = remaining == Unlimited ? Unlimited : remaining * CreditsPerDollar,
            ["used_credits"] = used * CreditsPerDollar,
        };
        if (!account)
        {
            answer["unlimited_quota"] = remaining == Unlimited;
        }

        return Task.FromResult(HttpResponse.Json(200, answer));
    }
}
