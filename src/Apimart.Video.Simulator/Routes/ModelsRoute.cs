using System.Text.Json.Nodes;
using Apimart.Video.Models;
using Apimart.Video.Simulator.Checks;
using Apimart.Video.Simulator.Http;

namespace Apimart.Video.Simulator.Routes;

/// <summary><c>GET /v1/models</c>: the video models, and one chat model for those who forget to filter.</summary>
internal sealed class ModelsRoute : IRoute
{
    private const string ChatModel = "simulated-chat";
    private const long Created = 1_750_000_000;

    private readonly SimulatorOptions _options;
    private readonly SimulatorBill _bill;

    internal ModelsRoute(SimulatorOptions options, SimulatorBill bill)
    {
        _options = options;
        _bill = bill;
    }

    public SimulatorRoute Kind => SimulatorRoute.Other;

    public bool Takes(HttpRequest request) => request.IsGet && request.Path == "/v1/models";

    public Task<HttpResponse> AnswerAsync(HttpRequest request, SimulatorFault? fault, CancellationToken cancellationToken)
    {
        if (_options.Balance is { } money && _bill.Total >= money)
        {
            throw RefusalException.NoBalance();
        }

        string[] expand = request.QueryValue("expand")?.Split(',') ?? [];
        string? category = request.QueryValue("category");
        var models = _options.Catalogue.Models
            .Select(model => Entry(model.Name, model.Vendor, "video", expand, model))
            .Append(Entry(ChatModel, "simulator", "chat", expand, model: null))
            .Where(entry => category is null || entry.Category == category)
            .Select(entry => (JsonNode)entry.Json);
        return Task.FromResult(HttpResponse.Json(200, new JsonObject { ["object"] = "list", ["data"] = new JsonArray([.. models]) }));
    }

    private static (string Category, JsonObject Json) Entry(string name, string vendor, string category, string[] expand, VideoModel? model)
    {
        JsonObject entry = new()
        {
            ["id"] = name,
            ["object"] = "model",
            ["created"] = Created,
            ["owned_by"] = vendor,
        };
        if (expand.Length > 0)
        {
            entry["category"] = category;
        }

        if (expand.Contains("parameters") && model is not null)
        {
            entry["parameters"] = ModelSchema.Of(model);
        }

        return (category, entry);
    }
}
