using System.Globalization;
using System.Text.Json.Nodes;
using Apimart.Video.Models;
using Apimart.Video.Simulator.Http;
using Apimart.Video.Simulator.Tasks;

namespace Apimart.Video.Simulator.Routes;

/// <summary><c>GET /api/pricing/model</c>, which takes no key; the prices are those that are billed.</summary>
internal sealed class PriceRoute : IRoute
{
    private static readonly int[] s_lengths = [4, 6, 8, 10];
    private static readonly string[] s_resolutions = ["720p", "1080p", "4k"];

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
        bool byCall = PriceList.IsByCall(model);
        return new JsonObject
        {
            ["model_name"] = model.Name,
            ["billing_type"] = byCall ? "per_request" : "per_second",
            ["model_price"] = byCall ? PriceList.OmniPrice(s_lengths[0], s_resolutions[0], withVideo: false) : PriceList.PerSecond(model),
            ["discount_rate"] = 1,
            ["resolution_enabled"] = byCall,
            ["resolution_prices"] = new JsonObject(),
            ["resolution_duration_prices"] = byCall ? ByCall() : new JsonObject(),
        };
    }

    private static JsonObject ByCall() => new(s_resolutions.Select(resolution => KeyValuePair.Create(
        resolution,
        (JsonNode?)new JsonObject(s_lengths.Select(seconds => KeyValuePair.Create(
            seconds.ToString(CultureInfo.InvariantCulture),
            (JsonNode?)PriceList.OmniPrice(seconds, resolution, withVideo: false)))))));
}
