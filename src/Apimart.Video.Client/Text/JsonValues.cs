using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Apimart.Video.Text;

/// <summary>JSON for the wire, without reflection.</summary>
internal static class JsonValues
{
    private static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="ArgumentException">The value has no form in JSON.</exception>
    internal static JsonNode? ToNode(object? value) => value switch
    {
        null => null,
        JsonNode node => node.DeepClone(),
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        byte or sbyte or short or ushort or int or uint or long =>
            JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        ulong large => JsonValue.Create(large),
        decimal exact => JsonValue.Create(exact),
        float or double when Convert.ToDouble(value, CultureInfo.InvariantCulture) is var real && double.IsFinite(real) => JsonValue.Create(real),
        float or double => throw new ArgumentException($"{((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)} has no form in JSON."),
        Enum or char or Guid or Uri => JsonValue.Create(value.ToString()),
        DateTime time => JsonValue.Create(time),
        DateTimeOffset time => JsonValue.Create(time),
        IDictionary map => ToObject(map),
        IReadOnlyDictionary<string, object?> map => new JsonObject(
            map.Select(pair => KeyValuePair.Create(pair.Key, ToNode(pair.Value)))),
        IEnumerable items => new JsonArray(items.Cast<object?>().Select(ToNode).ToArray()),
        _ => throw new ArgumentException($"A value of type {value.GetType()} has no form in JSON."),
    };

    internal static byte[] ToUtf8(JsonNode node)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, s_plain))
        {
            node.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    internal static string ToCanonical(JsonNode node) => Encoding.UTF8.GetString(ToUtf8(Sort(node)!));

    private static JsonNode? Sort(JsonNode? node) => node switch
    {
        JsonObject map => Sort(map),
        JsonArray items => new JsonArray(items.Select(Sort).ToArray()),
        _ => node?.DeepClone(),
    };

    private static JsonObject Sort(JsonObject map)
    {
        string[] names = new string[map.Count];
        ((IDictionary<string, JsonNode?>)map).Keys.CopyTo(names, 0);
        Array.Sort(names, StringComparer.Ordinal);
        JsonObject sorted = [];
        foreach (string name in names)
        {
            sorted.Add(name, Sort(map[name]));
        }

        return sorted;
    }

    private static JsonObject ToObject(IDictionary map)
    {
        JsonObject node = [];
        foreach (DictionaryEntry entry in map)
        {
            node[entry.Key.ToString()!] = ToNode(entry.Value);
        }

        return node;
    }
}
