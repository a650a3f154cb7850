using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Apimart.Video.Client.Tests.Hostile;

/// <summary>One thing that is done to an answer: to its fields while it is JSON, to its bytes after that.</summary>
internal readonly record struct Mutation(int Kind, int Place, int Value)
{
    internal const int Kinds = 18;
    private const int FirstOfBytes = 11;

    private static readonly JsonSerializerOptions s_asItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] s_names =
    [
        "id", "task_id", "taskId", "error", "message", "data", "url", "status", "code", "result", "videos", "detail", "completed",
    ];

    private static readonly string[] s_words =
    [
        "submitted", "processing", "completed", "failed", "cancelled", "polishing", "idempotency_in_progress", "idempotency_unavailable", "",
    ];

    internal bool IsOfBytes => Kind >= FirstOfBytes;

    /// <summary>Whether what is left need not be JSON.</summary>
    internal bool Breaks => Kind is 11 or 12 or 13 or 14;

    internal static byte[] Serialize(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString(s_asItIs));

    internal JsonNode Apply(JsonNode root)
    {
        List<(JsonNode Parent, string? Name, int Index)> places = [];
        Collect(root, places);
        if (Kind == 7 || places.Count == 0)
        {
            return new JsonArray(root);
        }

        var (parent, name, index) = places[Place % places.Count];
        JsonNode? old = name is null ? parent[index] : parent[name];
        switch (Kind)
        {
            case 0 when name is not null:
                parent.AsObject().Remove(name);
                break;
            case 0:
                parent.AsArray().RemoveAt(index);
                break;
            case 1 when name is null:
                parent.AsArray().Insert(index, old?.DeepClone());
                break;
            case 1:
                parent[s_names[Value % s_names.Length]] = old?.DeepClone();
                break;
            case 2:
                Set(parent, name, index, Retype(old));
                break;
            case 3 when name is not null:
                parent.AsObject().Remove(name);
                parent[s_names[Value % s_names.Length]] = old;
                break;
            case 4 or 5 when old is JsonValue value && value.TryGetValue(out string? text):
                string dirt = Kind == 4 ? Secrets.Spelled(Value) : Secrets.Control(Value);
                Set(parent, name, index, Value % 2 == 0 ? text + dirt : dirt + text);
                break;
            case 6 when name is not null:
                parent[name + Secrets.Control(Value)] = old?.DeepClone();
                break;
            case 8 when old is JsonValue:
                Set(parent, name, index, s_words[Value % s_words.Length]);
                break;
            case 9 when parent is JsonObject:
                parent["error"] = new JsonObject { ["code"] = 400 + (Value % 200), ["message"] = "bad " + Secrets.Spelled(Value) };
                break;
            case 10 when parent is JsonObject:
                parent["code"] = (Value % 3) switch { 0 => 400, 1 => "invalid_" + Secrets.Spelled(Value), _ => 1001 };
                break;
        }

        return root;
    }

    internal byte[] Apply(byte[] bytes)
    {
        int at = bytes.Length == 0 ? 0 : Place % bytes.Length;
        switch (Kind)
        {
            case 11 when bytes.Length > 0:
                bytes[at] ^= (byte)(1 + (Value % 255));
                return bytes;
            case 12:
                return bytes[..at];
            case 13:
                return [.. bytes[..at], 0xFF, 0xC3, 0x28, .. bytes[at..]];
            case 14:
                return [.. bytes[..at], .. Encoding.UTF8.GetBytes(Secrets.Control(Value)), .. bytes[at..]];
            case 15:
                return [.. Encoding.UTF8.Preamble, .. bytes];
            case 16 when bytes.Length > 1:
                return [.. bytes[..^1], (byte)',', bytes[^1]];
            case 17:
                return [.. bytes, .. "\r\n<!-- cache -->"u8];
            default:
                return bytes;
        }
    }

    private static void Set(JsonNode parent, string? name, int index, JsonNode? value)
    {
        if (name is null)
        {
            parent[index] = value;
        }
        else
        {
            parent[name] = value;
        }
    }

    private JsonNode? Retype(JsonNode? old) => (Value % 8) switch
    {
        0 => null,
        1 => 0,
        2 => true,
        3 => string.Empty,
        4 => new JsonArray(),
        5 => new JsonObject(),
        6 => new JsonArray(old?.DeepClone()),
        _ => new JsonObject { ["inner"] = old?.DeepClone() },
    };

    private static void Collect(JsonNode? node, List<(JsonNode Parent, string? Name, int Index)> places)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields)
                {
                    places.Add((fields, name, 0));
                    Collect(value, places);
                }

                break;
            case JsonArray items:
                for (int i = 0; i < items.Count; i++)
                {
                    places.Add((items, null, i));
                    Collect(items[i], places);
                }

                break;
        }
    }
}
