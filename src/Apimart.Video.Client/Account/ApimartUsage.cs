using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Apimart.Video.Text;

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

/// <summary>
/// Reads usage out of the API's answer. Its fields are documented and its envelope is not, so the figures are looked for in
/// the places where this API puts lists and totals.
/// </summary>
internal static class UsageReader
{
    private static readonly string[] s_lists = ["items", "data", "rows", "groups", "results", "usage", "breakdown", "list"];
    private static readonly string[] s_totals = ["total", "totals", "summary"];

    /// <summary>The figures; null where the answer holds none, which is another thing than nothing spent.</summary>
    internal static ImmutableArray<ApimartUsage>? Read(JsonElement body, UsageQuery query)
    {
        if (FindList(body, depth: 2) is { } list && (query.GroupBy != UsageGrouping.None || list.GetArrayLength() > 0))
        {
            ApimartUsage?[] rows = list.EnumerateArray().Select(row => ReadRow(row, query)).ToArray();
            return Array.TrueForAll(rows, row => row is not null) ? [.. rows.OfType<ApimartUsage>()] : null;
        }

        JsonElement data = body.Field("data") ?? body;
        JsonElement total = s_totals.Select(name => data.Field(name)).FirstOrDefault(found => found is not null) ?? data;
        return query.GroupBy == UsageGrouping.None && ReadRow(total, query) is { } figure ? [figure] : null;
    }

    private static JsonElement? FindList(JsonElement element, int depth)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            return element;
        }

        return depth == 0
            ? null
            : s_lists
                .Select(name => element.Field(name) is { } inner ? FindList(inner, depth - 1) : null)
                .FirstOrDefault(found => found is not null);
    }

    private static ApimartUsage? ReadRow(JsonElement row, UsageQuery query) =>
        (row.Money("amount_usd") ?? row.Money("amount")) is not { } cost
            ? null
            : new ApimartUsage
            {
                Scope = query.Scope,
                Date = ReadDate(row.Text("date") ?? row.Text("day")),
                Model = row.Text("model") ?? row.Text("model_name"),
                Cost = cost,
                Credits = row.Money("credits"),
                Requests = Count(row, "requests"),
                Tokens = Count(row, "tokens") ?? Count(row, "total_tokens"),
                Since = query.Since,
                Until = query.Until,
            };

    private static long? Count(JsonElement row, string name) => (long?)row.Number(name);

    private static DateOnly? ReadDate(string? text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime day)
            ? DateOnly.FromDateTime(day)
            : null;
}
