using System.Text.Json.Nodes;
using Apimart.Video.Models;
using Apimart.Video.Simulator.Checks;
using Apimart.Video.Simulator.Http;

namespace Apimart.Video.Simulator.Routes;

/// <summary><c>GET /v1/models/{model}/schema</c> and <c>GET /v1/model-schema?model=</c>, as the vendor's client reads them.</summary>
internal sealed class SchemaRoute : IRoute
{
    private const string Prefix = "/v1/models/";
    private const string Suffix = "/schema";

    private readonly SimulatorOptions _options;

    internal SchemaRoute(SimulatorOptions options) => _options = options;

    public SimulatorRoute Kind => SimulatorRoute.Other;

    public bool Takes(HttpRequest request) => request.IsGet && Name(request) is not null;

    public Task<HttpResponse> AnswerAsync(HttpRequest request, SimulatorFault? fault, CancellationToken cancellationToken)
    {
        string name = Name(request)!;
        if (!_options.Catalogue.TryFind(name, out VideoModel? model))
        {
            throw new RefusalException(404, RefusalException.InvalidRequest, $"The model '{name}' does not exist.");
        }

        return Task.FromResult(HttpResponse.Json(200, new JsonObject
        {
            ["model"] = model.Name,
            ["operation"] = "video_generation",
            ["input_schema"] = ModelSchema.Of(model),
            ["endpoint"] = "/v1/videos/generations",
            ["schema_version"] = "1",
            ["idempotency"] = new JsonObject { ["supported"] = _options.Idempotency },
            ["response_contract"] = "generation.task",
        }));
    }

    private static string? Name(HttpRequest request) => request.Path switch
    {
        "/v1/model-schema" => request.QueryValue("model"),
        var path when path.StartsWith(Prefix, StringComparison.Ordinal)
            && path.EndsWith(Suffix, StringComparison.Ordinal)
            && path.Length > Prefix.Length + Suffix.Length => path[Prefix.Length..^Suffix.Length],
        _ => null,
    };
}
