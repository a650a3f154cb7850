using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Apimart.Video.Text;

namespace Apimart.Video.Journal;

/// <summary>
/// The pictures within a request that nobody has to send again: of each only its type and digest stay, which no API takes for a
/// picture. By what the row is known again is kept apart, and does not change.
/// </summary>
internal static class SettledPictures
{
    private const string Prefix = "data:";
    private const string Mark = ";sha256,";

    /// <summary>Whether a request has a picture that was not kept.</summary>
    public static bool IsMissingIn(string request) =>
        request.Contains(Mark, StringComparison.Ordinal) && JsonNode.Parse(request) is { } node && Texts(node).Any(IsDigest);

    private static bool IsDigest(string text) =>
        text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && text.Contains(Mark, StringComparison.Ordinal);

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(pair => Texts(pair.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.TryGetValue(out string? text) => [text],
        _ => [],
    };

    /// <summary>The body with digests in place of its pictures, or null where it has none.</summary>
    internal static string? Drop(string? body)
    {
        if (body is null || !body.Contains(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(body) is { } node && Replace(node, out JsonNode shorter)
                ? Encoding.UTF8.GetString(JsonValues.ToUtf8(shorter))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool Replace(JsonNode node, out JsonNode shorter)
    {
        bool any = false;
        shorter = node switch
        {
            JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, Inner(pair.Value)))),
            JsonArray items => new JsonArray([.. items.Select(Inner)]),
            JsonValue value when value.TryGetValue(out string? text) && Digest(text) is { } digest => Found(JsonValue.Create(digest)),
            _ => node.DeepClone(),
        };
        return any;

        JsonNode Found(JsonNode digest)
        {
            any = true;
            return digest;
        }

        JsonNode? Inner(JsonNode? item)
        {
            if (item is null)
            {
                return null;
            }

            any |= Replace(item, out JsonNode inner);
            return inner;
        }
    }

    /// <summary>A picture's digest in its place; any other text as it is.</summary>
    internal static string DropText(string text) => Digest(text) ?? text;

    private static string? Digest(string text)
    {
        int comma = text.IndexOf(',', StringComparison.Ordinal);
        return text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && comma > 0 && !IsDigest(text)
            ? $"{text[..text.IndexOfAny([',', ';'])]}{Mark}{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant()}"
            : null;
    }
}
