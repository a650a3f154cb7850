using System.Text.Json;
using Apimart.Video.Models;

namespace Apimart.Video.Polling;

/// <summary>Of a request, what the time to make the video depends on: its length and its resolution.</summary>
internal static class RequestShape
{
    /// <summary>Equal for requests of the same length and resolution; empty where neither is told.</summary>
    internal static string Of(VideoModel? model, string? request)
    {
        if (request is null)
        {
            return string.Empty;
        }

        try
        {
            using JsonDocument body = JsonDocument.Parse(request);
            return body.RootElement.ValueKind == JsonValueKind.Object
                ? string.Join(' ', Value(body, model, "Duration"), Value(body, model, "Resolution")).Trim()
                : string.Empty;
        }
        catch (JsonException)
        {
            return string.Empty;
        }
    }

    private static string Value(JsonDocument body, VideoModel? model, string parameter)
    {
        VideoModelParameter? known = model?.FindParameter(parameter);
        foreach (string name in known is null ? [parameter.ToLowerInvariant()] : known.WireAliases.Insert(0, known.WireName))
        {
            if (body.RootElement.TryGetProperty(name, out JsonElement value)
                && value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            {
                return value.ToString().ToLowerInvariant();
            }
        }

        return known?.Default?.ToLowerInvariant() ?? string.Empty;
    }
}
