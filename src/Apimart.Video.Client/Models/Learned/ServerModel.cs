using System.Text.Json;
using Apimart.Video.Text;

namespace Apimart.Video.Models.Learned;

/// <summary>An entry of the server's model list.</summary>
internal sealed record ServerModel(string Name, JsonElement? Schema, string? Description)
{
    private static readonly string[] s_kinds = ["category", "categories", "type", "media_type", "operation"];
    private static readonly string[] s_schemas = ["input_schema", "parameters", "schema"];

    /// <summary>The video models of an answer to <c>GET /v1/models</c>.</summary>
    /// <remarks>The list was asked for with a filter, so an entry without any word of its kind counts as a video model.</remarks>
    internal static ServerModel[] ReadList(JsonElement body)
    {
        JsonElement list = body.Field("data") is { } data ? data.Field("models") ?? data : body;
        return list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(IsVideo).Select(Read).OfType<ServerModel>().DistinctBy(model => model.Name).ToArray()
            : [];
    }

    /// <summary>The schema of a video request in an entry or in an answer of the schema route, or null where there is none.</summary>
    internal static JsonElement? FindSchema(JsonElement holder)
    {
        if (!IsVideo(holder))
        {
            return null;
        }

        JsonElement? found = s_schemas
            .Select(name => holder.Field(name))
            .FirstOrDefault(schema => schema is { ValueKind: JsonValueKind.Object });
        JsonElement schema = found ?? holder;
        return schema.Field("properties") is { ValueKind: JsonValueKind.Object } ? schema : null;
    }

    private static ServerModel? Read(JsonElement entry) =>
        (entry.Text("id") ?? entry.Text("name")) is { } name
            ? new ServerModel(name, FindSchema(entry), entry.Text("description"))
            : null;

    private static bool IsVideo(JsonElement entry)
    {
        JsonElement[] said = s_kinds.Select(name => entry.Field(name)).OfType<JsonElement>().ToArray();
        string[] words = said
            .SelectMany(kind => kind.ValueKind == JsonValueKind.Array ? kind.EnumerateArray().ToArray() : [kind])
            .Select(kind => kind.AsText())
            .OfType<string>()
            .Where(word => word is not ("model" or "object"))
            .ToArray();
        return words.Length == 0 || Array.Exists(words, word => word.Contains("video", StringComparison.OrdinalIgnoreCase));
    }
}
