using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Apimart.Video.Models;

namespace Apimart.Video.Gallery;

/// <summary>A request's parameters by the names that the user writes, as far as the catalogue knows them.</summary>
internal static class GalleryParameters
{
    private const string Inline = "data:";
    private static readonly string[] s_shownApart = ["model", "prompt"];

    internal static JsonObject Read(string request, string? modelName, ModelCatalogue catalogue)
    {
        JsonObject named = [];
        VideoModel? model = modelName is not null && catalogue.TryFind(modelName, out VideoModel? found) ? found : null;
        if (Parse(request) is { } body)
        {
            foreach (string field in s_shownApart)
            {
                body.Remove(field);
            }

            Add(body, string.Empty, model, named);
        }

        return named;
    }

    /// <summary>A request's fields without model and prompt, as text to tell requests apart by; null for what is no request.</summary>
    internal static string? FieldsOf(string request)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(request);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? string.Concat(document.RootElement.EnumerateObject().Where(field => !s_shownApart.Contains(field.Name)).Select(field => $"{field.Name}:{field.Value.GetRawText()}\n"))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The length that was asked for, in seconds, or null where the request has none.</summary>
    internal static double? Seconds(JsonObject? named) =>
        named?["Duration"] is JsonValue value
        && double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
        && double.IsFinite(seconds)
        && seconds > 0
            ? seconds
            : null;

    private static JsonObject? Parse(string request)
    {
        try
        {
            return JsonNode.Parse(request) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Add(JsonObject fields, string prefix, VideoModel? model, JsonObject named)
    {
        foreach ((string field, JsonNode? value) in fields)
        {
            string wire = prefix + field;
            string? name = model?.Parameters
                .FirstOrDefault(parameter => parameter.WireName.Equals(wire, StringComparison.Ordinal))?.Name;
            if (name is null && value is JsonObject inner && model is not null
                && inner.All(item => model.Parameters.Any(parameter => parameter.WireName == $"{wire}.{item.Key}")))
            {
                Add(inner, $"{wire}.", model, named);
            }
            else
            {
                named[name ?? wire] = Shorten(value);
            }
        }
    }

    /// <summary>A picture within the request would make the page as large as all of them.</summary>
    private static JsonNode? Shorten(JsonNode? value)
    {
        switch (value)
        {
            case JsonArray items:
                return new JsonArray([.. items.Select(Shorten)]);
            case JsonObject fields:
                JsonObject copy = [];
                foreach ((string name, JsonNode? item) in fields)
                {
                    copy[name] = Shorten(item);
                }

                return copy;
            case JsonValue single when single.TryGetValue(out string? text) && text.StartsWith(Inline, StringComparison.OrdinalIgnoreCase):
                int end = text.IndexOfAny([',', ';']);
                return $"{text[..(end is > 0 and <= 60 ? end : Inline.Length)]} ({text.Length} characters)";
            default:
                return value?.DeepClone();
        }
    }
}
