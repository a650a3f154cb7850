using System.Globalization;
using System.Text.Json.Nodes;
using Apimart.Video.Models;
using Apimart.Video.Simulator.Http;

namespace Apimart.Video.Simulator.Routes;

/// <summary><c>GET /api/marketplace/models</c>, which takes no key.</summary>
internal sealed class MarketplaceRoute : IRoute
{
    private const int UsualPageSize = 20;

    private readonly SimulatorOptions _options;

    internal MarketplaceRoute(SimulatorOptions options) => _options = options;

    public SimulatorRoute Kind => SimulatorRoute.Other;

    public bool NeedsKey => false;

    public bool Takes(HttpRequest request) => request.IsGet && request.Path == "/api/marketplace/models";

    public Task<HttpResponse> AnswerAsync(HttpRequest request, SimulatorFault? fault, CancellationToken cancellationToken)
    {
        int page = Number(request, "page", 1);
        int size = Number(request, "page_size", UsualPageSize);
        bool wanted = request.QueryValue("type") is null or "video";
        VideoModel[] models = wanted ? [.. _options.Catalogue.Models] : [];
        return Task.FromResult(HttpResponse.Json(200, new JsonObject
        {
            ["success"] = true,
            ["data"] = new JsonObject
            {
                ["total"] = models.Length,
                ["page"] = page,
                ["page_size"] = size,
                ["models"] = new JsonArray([.. models.Skip((page - 1) * size).Take(size).Select(Describe)]),
            },
        }));
    }

    private static JsonObject Describe(VideoModel model)
    {
        JsonObject price = PriceRoute.Describe(model);
        return new JsonObject
        {
            ["model_name"] = model.Name,
            ["media_type"] = "video",
            ["vendor"] = model.Vendor,
            ["pricing"] = new JsonObject
            {
                ["starting_price"] = price["model_price"]!.DeepClone(),
                ["discount_rate"] = 1,
                ["billing_type"] = price["billing_type"]!.DeepClone(),
                ["price_unit"] = PriceUnit(price),
                ["has_price"] = true,
            },
        };
    }

    private static string PriceUnit(JsonObject price) => (string?)price["billing_type"] == "per_second" ? "second" : "request";

    private static int Number(HttpRequest request, string name, int usual) =>
        int.TryParse(request.QueryValue(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : usual;
}
