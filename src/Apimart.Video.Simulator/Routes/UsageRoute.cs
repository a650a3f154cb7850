using System.Globalization;
using System.Text.Json.Nodes;
using Apimart.Video.Simulator.Checks;
using Apimart.Video.Simulator.Http;

namespace Apimart.Video.Simulator.Routes;

/// <summary><c>GET /v1/usage</c>: what ended tasks were charged. Failed tasks are not in it, running ones not yet.</summary>
internal sealed class UsageRoute : IRoute
{
    private const string UsualTimeZone = "Asia/Shanghai";
    private const int MostModels = 50;
    private const int CreditsPerDollar = 10;
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(31);
    private static readonly string[] s_groupings = ["none", "model", "date", "model,date"];

    private readonly SimulatorClock _clock;
    private readonly SimulatorBill _bill;

    internal UsageRoute(SimulatorClock clock, SimulatorBill bill)
    {
        _clock = clock;
        _bill = bill;
    }

    public SimulatorRoute Kind => SimulatorRoute.Other;

    public bool Takes(HttpRequest request) => request.IsGet && request.Path is "/v1/usage" or "/usage";

    public Task<HttpResponse> AnswerAsync(HttpRequest request, SimulatorFault? fault, CancellationToken cancellationToken)
    {
        DateTimeOffset start = Time(request, "start", _clock.Now.AddDays(-1));
        DateTimeOffset end = Time(request, "end", _clock.Now.AddSeconds(1));
        Require(end > start, "invalid_range", "end must be later than start.");
        Require(end - start <= s_longest, "range_too_large", "The range must not be longer than 31 days.");
        string zone = request.QueryValue("tz") ?? UsualTimeZone;
        TimeZoneInfo? local = FindTimeZone(zone);
        Require(local is not null, "invalid_tz", $"'{zone}' is no time zone that this system knows.");
        string grouping = request.QueryValue("group_by") ?? "none";
        Require(s_groupings.Contains(grouping), "invalid_group_by", "group_by must be none, model, date or model,date.");
        string scope = request.QueryValue("scope") ?? "key";
        Require(scope is "key" or "account", "invalid_scope", "scope must be key or account.");
        string[] models = request.QueryValue("model")?.Split(',') ?? [];
        Require(models.Length <= MostModels, "too_many_models", "At most 50 models.");

        SimulatorCharge[] charges = _bill
            .Where(charge => charge.Cost > 0 && charge.AcceptedAt >= start && charge.AcceptedAt < end)
            .Where(charge => models.Length == 0 || models.Contains(charge.Model))
            .ToArray();
        bool byModel = grouping.Contains("model", StringComparison.Ordinal);
        bool byDate = grouping.Contains("date", StringComparison.Ordinal);
        var groups = charges
            .GroupBy(charge => (
                Model: byModel ? charge.Model : null,
                Date: byDate ? TimeZoneInfo.ConvertTime(charge.AcceptedAt, local!).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null))
            .OrderBy(group => group.Key.Date)
            .ThenBy(group => group.Key.Model)
            .Select(group => (JsonNode)Figures([.. group], group.Key.Model, group.Key.Date));
        JsonObject answer = new()
        {
            ["start"] = start.ToUnixTimeSeconds(),
            ["end"] = end.ToUnixTimeSeconds(),
            ["tz"] = zone,
            ["scope"] = scope,
            ["total"] = Figures(charges, model: null, date: null),
        };
        if (grouping != "none")
        {
            answer["items"] = new JsonArray([.. groups]);
        }

        HttpResponse response = HttpResponse.Json(200, new JsonObject { ["success"] = true, ["data"] = answer });
        response.Headers["X-Usage-Cache"] = "MISS";
        return Task.FromResult(response);
    }

    /// <summary>
    /// .NET without culture data resolves no IANA name on Windows; the document's own default must hold there too. Shanghai has kept
    /// UTC+8 all year since 1991.
    /// </summary>
    private static TimeZoneInfo? FindTimeZone(string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone) ? zone
        : name == UsualTimeZone ? TimeZoneInfo.CreateCustomTimeZone(name, TimeSpan.FromHours(8), name, name)
        : name is "UTC" or "Etc/UTC" ? TimeZoneInfo.Utc
        : null;

    private static JsonObject Figures(SimulatorCharge[] charges, string? model, string? date)
    {
        decimal amount = charges.Sum(charge => charge.Cost ?? 0);
        JsonObject figures = new()
        {
            ["amount_usd"] = amount,
            ["credits"] = amount * CreditsPerDollar,
            ["requests"] = charges.Length,
            ["tokens"] = 0,
        };
        if (model is not null)
        {
            figures["model"] = model;
        }

        if (date is not null)
        {
            figures["date"] = date;
        }

        return figures;
    }

    private static DateTimeOffset Time(HttpRequest request, string name, DateTimeOffset usual)
    {
        if (request.QueryValue(name) is not { } text)
        {
            return usual;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time
            : throw Refusal($"invalid_{name}", $"{name} must be unix seconds or RFC 3339.");
    }

    private static void Require(bool holds, string code, string message)
    {
        if (!holds)
        {
            throw Refusal(code, message);
        }
    }

    private static RefusalException Refusal(string code, string message) =>
        new(400, RefusalException.InvalidRequest, message) { Code = code };
}
