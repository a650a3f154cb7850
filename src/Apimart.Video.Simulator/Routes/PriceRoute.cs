using System.Globalization;
using System.Text.Json.Nodes;
using Apimart.Video.Account;
using Apimart.Video.Models;
using Apimart.Video.Simulator.Http;
using Apimart.Video.Simulator.Tasks;

namespace Apimart.Video.Simulator.Routes;

/// <summary><c>GET /api/pricing/model</c>, which takes no key; the prices are those that are billed.</summary>
internal sealed class PriceRoute : IRoute
{
    private readonly SimulatorOptions _options;

    internal PriceRoute(SimulatorOptions options) => _options = options;

    public SimulatorRoute Kind => SimulatorRoute.Other;

    public bool NeedsKey => false;

    public bool Takes(HttpRequest request) => request.IsGet && request.Path == "/api/pricing/model";

    public Task<HttpResponse> AnswerAsync(HttpRequest request, SimulatorFault? fault, CancellationToken cancellationToken) =>
        Task.FromResult(HttpResponse.Json(200, _options.Catalogue.TryFind(request.QueryValue("model") ?? string.Empty, out VideoModel? model)
            ? new JsonObject { ["success"] = true, ["data"] = Describe(model) }
            : new JsonObject { ["success"] = false, ["message"] = "model not found" }));

    internal static JsonObject Describe(VideoModel model)
    {
        PriceQuote quote = PriceList.QuoteOf(model);
        return new JsonObject
        {
            ["model_name"] = model.Name,
            ["billing_type"] = quote.Unit == PriceUnit.Second ? "per_second" : "per_request",
            ["model_price"] = quote.Price ?? quote.Rates.Min(rate => rate.Price),
            ["discount_rate"] = 1,
            ["resolution_enabled"] = !quote.Rates.IsEmpty,
            ["resolution_prices"] = Rates(quote.Rates.Where(rate => rate.Seconds is null)),
            ["resolution_duration_prices"] = TimedRates(quote.Rates.Where(rate => rate.Seconds is not null)),
        };
    }

    private static JsonObject Rates(IEnumerable<PriceRate> rates) =>
        new(rates.Select(rate => KeyValuePair.Create(rate.Option, (JsonNode?)rate.Price)));

    private static JsonObject TimedRates(IEnumerable<PriceRate> rates) => new(rates
        .GroupBy(rate => rate.Option)
        .Select(option => KeyValuePair.Create(option.Key, (JsonNode?)new JsonObject(option.Select(rate =>
            KeyValuePair.Create(rate.Seconds!.Value.ToString(CultureInfo.InvariantCulture), (JsonNode?)rate.Price))))));
}
