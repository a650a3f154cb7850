using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Apimart.Video.Images;
using Apimart.Video.Text;

namespace Apimart.Video.Models;

/// <summary>A checked request, as it goes over the wire.</summary>
public sealed class PreparedRequest
{
    internal const string GenerationRoute = "v1/videos/generations";

    /// <summary>The field that asks for the last frame as a picture.</summary>
    internal const string LastFrameWish = "return_last_frame";

    private string? _identity;
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

    /// <summary>The video that it goes on from, whose stand-in the body or the route holds until that video is there; null for none.</summary>
    internal ChainLink? Link { get; init; }

    /// <summary>
    /// By what the journal knows the request again: its route and canonical body, where a picture's content stands in place
    /// of its link, and a video's identity in place of its task or frame, because links and tasks change.
    /// </summary>
    internal string Identity => _identity ??= Route == GenerationRoute ? Canonical : $"{Route}\n{Canonical}";

    /// <summary>The digest of <see cref="Identity"/>.</summary>
    internal string Digest => _digest ??= DigestOf(Identity);

    /// <summary>The digest of what makes a request itself.</summary>
    internal static string DigestOf(string identity) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(identity))).ToLowerInvariant();

    /// <summary>The request with a link for each of its <see cref="Images"/>, in their order.</summary>
    internal PreparedRequest WithLinks(IEnumerable<string> links) => Images.IsEmpty
        ? this
        : Rewritten(
            Replace(JsonNode.Parse(Body.Span)!, Images.Zip(links).ToDictionary(pair => pair.First.File.StandIn, pair => pair.Second)),
            Route,
            [],
            Link);

    /// <summary>The request with what it goes on from in place of the stand-in.</summary>
    /// <param name="value">A task's id, a picture's link or stand-in.</param>
    /// <param name="image">The picture on the disk that <paramref name="value"/> stands for; null for none.</param>
    internal PreparedRequest Follow(string value, RequestImage? image = null) => Link is not { } link
        ? this
        : Rewritten(
            Replace(JsonNode.Parse(Body.Span)!, new Dictionary<string, string> { [link.StandIn] = value }),
            Route.Replace(link.StandIn, Uri.EscapeDataString(value), StringComparison.Ordinal),
            image is null ? Images : Images.Add(image),
            link: null);

    /// <summary>The request with a further field that does not make it another one: what is asked for besides the video.</summary>
    internal PreparedRequest Asking(string field)
    {
        JsonNode body = JsonNode.Parse(Body.Span)!;
        if (body[field] is not null)
        {
            return this;
        }

        body[field] = true;
        return Rewritten(body, Route, Images, Link);
    }

    /// <summary>The request as it is shown: with the names of pictures and videos in place of their stand-ins.</summary>
    internal PreparedRequest ToShown() => Follow(Link?.Shown ?? string.Empty).WithLinks(Images.Select(image => image.File.Path));

    /// <summary>Another form of the same request: its identity stays.</summary>
    private PreparedRequest Rewritten(JsonNode body, string route, ImmutableArray<RequestImage> images, ChainLink? link) => new()
    {
        Model = Model,
        Prompt = Prompt,
        Body = JsonValues.ToUtf8(body),
        Canonical = JsonValues.ToCanonical(body),
        Route = route,
        Images = images,
        Warnings = Warnings,
        Link = link,
        _identity = Identity,
    };

    /// <summary>The request with a stand-in for the video that it goes on from.</summary>
    internal PreparedRequest Linked(ChainLink link) => new()
    {
        Model = Model,
        Prompt = Prompt,
        Body = Body,
        Canonical = Canonical,
        Route = Route,
        Images = Images,
        Warnings = Warnings,
        Link = link,
    };

    private static JsonNode Replace(JsonNode node, Dictionary<string, string> texts) => node switch
    {
        JsonObject map => new JsonObject(map.Select(pair =>
            KeyValuePair.Create(pair.Key, pair.Value is null ? null : (JsonNode?)Replace(pair.Value, texts)))),
        JsonArray items => new JsonArray(items.Select(item => item is null ? null : Replace(item, texts)).ToArray()),
        JsonValue value when value.TryGetValue(out string? text) && texts.TryGetValue(text, out string? link) => JsonValue.Create(link),
        _ => node.DeepClone(),
    };
}

/// <summary>A picture on the disk that a request holds.</summary>
/// <param name="File">The picture.</param>
/// <param name="MayBeInline">Whether every place it stands at takes a <c>data:</c> link by a document, without a doubt.</param>
public sealed record RequestImage(ImageFile File, bool MayBeInline);
