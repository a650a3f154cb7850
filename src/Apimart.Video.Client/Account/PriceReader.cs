using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Apimart.Video.Text;

namespace Apimart.Video.Account;

/// <summary>Reads prices out of the answers of the public price pages, whose form integrators saw and nobody promises.</summary>
internal static class PriceReader
{
    private static readonly string[] s_understood = ["resolution_prices", "resolution_duration_prices"];
    private static readonly string[] s_tables = ["_prices", "_tiers", "_variants"];

    /// <summary>The answer of <c>GET /api/pricing/model</c>; null where it tells no price.</summary>
    internal static ModelPrice? ReadDetail(JsonElement body, string model)
    {
        JsonElement data = body.Field("data") ?? body;
        JsonElement pricing = data.Field("pricing") is { ValueKind: JsonValueKind.Object } inner ? inner : data;
        string? billing = pricing.Text("billing_type") ?? data.Text("billing_type");
        var rates = Rates(pricing, "resolution_prices")
            .Concat(TimedRates(pricing, "resolution_duration_prices"))
            .Concat(PairedRates(pricing, "size_quality_prices"))
            .ToImmutableArray();
        decimal? price = Possible(pricing.Money("model_price"));
        return price is null && rates.IsEmpty
            ? null
            : new ModelPrice
            {
                Model = data.Text("model_name") ?? model,
                BillingType = billing,
                Unit = UnitOf(billing),
                Price = price,
                Rates = rates,
                DiscountRate = pricing.Money("discount_rate") ?? data.Money("discount_rate"),
                IsComplete = !HasOtherTables(pricing) && !HasOtherTables(data),
            };
    }

    /// <summary>The models of one page of <c>GET /api/marketplace/models</c>.</summary>
    internal static IEnumerable<ModelPrice> ReadList(JsonElement body)
    {
        JsonElement? models = (body.Field("data") ?? body).Field("models");
        foreach (JsonElement entry in models is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default)
        {
            if ((entry.Text("model_name") ?? entry.Text("id")) is { } name && entry.Field("pricing") is { } pricing)
            {
                string? billing = pricing.Text("billing_type") ?? pricing.Text("price_unit");
                yield return new ModelPrice
                {
                    Model = name,
                    BillingType = billing,
                    Unit = UnitOf(billing) is PriceUnit.Unknown ? UnitOf(pricing.Text("price_unit")) : UnitOf(billing),
                    Price = Possible(pricing.Money("starting_price")),
                    IsStartingPrice = true,
                    DiscountRate = pricing.Money("discount_rate"),
                };
            }
        }
    }

    private static PriceUnit UnitOf(string? word) => word?.ToLowerInvariant() switch
    {
        "per_second" or "second" or "seconds" or "s" => PriceUnit.Second,
        "per_call" or "per_request" or "per_generation" or "per_video" or "per_use" or "call" or "request" or "generation"
            or "video" or "times" => PriceUnit.Video,
        { } other when other.Contains("token", StringComparison.Ordinal) => PriceUnit.Token,
        _ => PriceUnit.Unknown,
    };

    private static IEnumerable<PriceRate> Rates(JsonElement pricing, string table) =>
        Members(pricing.Field(table))
            .Select(option => (option.Name, Price: Possible(pricing.Field(table)!.Value.Money(option.Name))))
            .Where(option => option.Price is not null)
            .Select(option => new PriceRate(option.Name, null, option.Price!.Value));

    private static IEnumerable<PriceRate> TimedRates(JsonElement pricing, string table) =>
        from option in Members(pricing.Field(table))
        from length in Members(option.Value)
        let price = Possible(option.Value.Money(length.Name))
        where price is not null && int.TryParse(length.Name.TrimEnd('s'), NumberStyles.None, CultureInfo.InvariantCulture, out _)
        select new PriceRate(option.Name, int.Parse(length.Name.TrimEnd('s'), CultureInfo.InvariantCulture), price.Value);

    private static IEnumerable<PriceRate> PairedRates(JsonElement pricing, string table) =>
        from size in Members(pricing.Field(table))
        from quality in Members(size.Value)
        let price = Possible(size.Value.Money(quality.Name))
        where price is not null
        select new PriceRate($"{size.Name} {quality.Name}", null, price.Value);

    private static IEnumerable<JsonProperty> Members(JsonElement? table) =>
        table is { ValueKind: JsonValueKind.Object } found ? found.EnumerateObject() : [];

    /// <summary>A price of 0 stands for "not told" on these pages; nothing is free here, nor is a second worth a house.</summary>
    private static decimal? Possible(decimal? price) => price is > 0 and < 100_000 ? price : null;

    /// <summary>Whether the answer has price tables whose meaning is not known: then no cost can be told from it.</summary>
    private static bool HasOtherTables(JsonElement pricing) =>
        Members(pricing).Any(member =>
            Array.Exists(s_tables, ending => member.Name.EndsWith(ending, StringComparison.Ordinal))
            && !s_understood.Contains(member.Name)
            && HasContent(member.Value));

    private static bool HasContent(JsonElement table) => table.ValueKind switch
    {
        JsonValueKind.Object => table.EnumerateObject().Any(),
        JsonValueKind.Array => table.GetArrayLength() > 0,
        _ => false,
    };
}
