using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Apimart.Video.Models;

/// <summary>A checked request, as it goes over the wire.</summary>
public sealed class PreparedRequest
{
    internal const string GenerationRoute = "v1/videos/generations";

    private string? _canonicalContent;
    private string? _digest;

    /// <summary>The model's id as it is sent.</summary>
    public required string Model { get; init; }

    /// <summary>What the video shows.</summary>
    public required string Prompt { get; init; }

    /// <summary>The JSON body, UTF-8.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The JSON body with its fields in ordinal order, by which equal requests are recognised.</summary>
    public required string Canonical { get; init; }

    /// <summary>Where it is sent, below the API's address.</summary>
    public string Route { get; init; } = GenerationRoute;

    /// <summary>The pictures on the disk whose stand-ins the body holds; they get links when it is submitted.</summary>
    public ImmutableArray<RequestImage> Images { get; init; } = [];

    /// <summary>Broken rules that do not refuse the request.</summary>
    public required ImmutableArray<RequestProblem> Warnings { get; init; }

    /// <summary>
    /// By what the journal knows the request again: its route and canonical body, where a picture's content stands in place
    /// of its link, because a link changes with every upload.
    /// </summary>
    internal string Identity
    {
        get
        {
            string content = _canonicalContent ?? Canonical;
            return Route == GenerationRoute ? content : $"{Route}\n{content}";
        }
    }

    /// <summary>The digest of <see cref="Identity"/>.</summary>
    internal string Digest => _digest ??= Journal.RequestDigest.OfIdentity(Identity);

    /// <summary>The request with a link for each of its <see cref="Images"/>, in their order.</summary>
    internal PreparedRequest WithLinks(IEnumerable<string> links)
    {
        if (Images.IsEmpty)
        {
            return this;
        }

        Dictionary<string, string> byStandIn = Images.Zip(links).ToDictionary(pair => pair.First.File.StandIn, pair => pair.Second);
        JsonNode body = Replace(JsonNode.Parse(Body.Span)!, byStandIn);
        return new PreparedRequest
        {
            Model = Model,
            Prompt = Prompt,
            Body = JsonValues.ToUtf8(body),
            Canonical = JsonValues.ToCanonical(body),
            Route = Route,
            Warnings = Warnings,
            _canonicalContent = Canonical,
        };
    }

    private static JsonNode Replace(JsonNode node, Dictionary<string, string> texts) => node switch
    {
        JsonObject map => new JsonObject(map.Select(pair =>
            KeyValuePair.Create(pair.Key, pair.Value is null ? null : (JsonNode?)Replace(pair.Value, texts)))),
        JsonArray items => new JsonArray(items.Select(item => item is null ? null : Replace(item, texts)).ToArray()),
        JsonValue value when value.TryGetValue(out string? text) && texts.TryGetValue(text, out string? link) => JsonValue.Create(link),
        _ => node.DeepClone(),
    };
}
