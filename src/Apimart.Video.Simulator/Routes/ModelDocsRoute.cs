using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Apimart.Video.Models;
using Apimart.Video.Simulator.Checks;
using Apimart.Video.Simulator.Http;

namespace Apimart.Video.Simulator.Routes;

/// <summary><c>GET /v1/model-docs?model=</c>, as the vendor's client reads it: a model's page, here made from the catalogue.</summary>
internal sealed class ModelDocsRoute : IRoute
{
    private const int SecondsKept = 604_800;

    private readonly SimulatorOptions _options;
    private readonly SimulatorClock _clock;

    internal ModelDocsRoute(SimulatorOptions options, SimulatorClock clock)
    {
        _options = options;
        _clock = clock;
    }

    public SimulatorRoute Kind => SimulatorRoute.Other;

    public bool Takes(HttpRequest request) => request.IsGet && request.Path == "/v1/model-docs";

    public Task<HttpResponse> AnswerAsync(HttpRequest request, SimulatorFault? fault, CancellationToken cancellationToken)
    {
        string name = request.QueryValue("model") ?? throw RefusalException.Invalid("model is required.");
        if (!_options.Catalogue.TryFind(name, out VideoModel? model))
        {
            throw new RefusalException(404, RefusalException.InvalidRequest, $"The model '{name}' does not exist.");
        }

        string page = $"https://docs.apimart.ai/en/api-reference/videos/{Uri.EscapeDataString(model.Name.ToLowerInvariant())}/generation";
        return Task.FromResult(HttpResponse.Json(200, new JsonObject
        {
            ["object"] = "model.documentation",
            ["model"] = model.Name,
            ["doc_url"] = page,
            ["markdown_url"] = $"{page}.md",
            ["markdown"] = Markdown(model),
            ["fetched_at"] = _clock.Now.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["cache_ttl_seconds"] = SecondsKept,
            ["stale"] = false,
        }));
    }

    private static string Markdown(VideoModel model)
    {
        StringBuilder page = new($"# {model.Name}\n\n{model.Description}\n\n| field | values |\n|---|---|\n");
        foreach (VideoModelParameter parameter in model.Parameters)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {parameter.WireName} | {parameter.Takes} |\n");
        }

        return page.ToString();
    }
}
