using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Apimart.Video.Images;

namespace Apimart.Video.Models;

/// <summary>Brings what a user gave into the JSON type of a parameter.</summary>
internal static class ParameterValue
{
    internal static string Format(object value) => value switch
    {
        string text => text,
        ImageFile picture => picture.StandIn,
        bool flag => flag ? "true" : "false",
        IReadOnlyList<string> list => string.Join(", ", list.Select(Sentence.Shorten)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    /// <summary>Whether the value says nothing: null, or a text of blanks such as an empty CSV cell.</summary>
    internal static bool IsBlank(object? value) =>
        value is null || (value is string text && string.IsNullOrWhiteSpace(text));

    /// <summary>The pictures on the disk among a value's items.</summary>
    internal static IEnumerable<ImageFile> Images(object? value) => value switch
    {
        ImageFile picture => [picture],
        string => [],
        IEnumerable items => items.OfType<ImageFile>(),
        _ => [],
    };

    /// <summary>The value as texts: one, or one an item, or one an object that has <paramref name="field"/>.</summary>
    internal static IEnumerable<string> Texts(object value, string? field) => value switch
    {
        JsonObject map => field is not null && map[field] is { } member ? [member.ToString()] : [],
        IReadOnlyList<string> list => list,
        IReadOnlyList<JsonObject> maps => maps.SelectMany(map => Texts(map, field)),
        _ => [Format(value)],
    };

    /// <summary>Converts a value, or returns null where it cannot be of that type.</summary>
    internal static object? Convert(object value, ParameterType type) => type switch
    {
        ParameterType.Integer => ToInteger(value),
        ParameterType.Number => ToNumber(value),
        ParameterType.Boolean => ToBoolean(value),
        ParameterType.StringArray => ToStrings(value),
        ParameterType.SingleString => ToStrings(value) is { Count: < 2 } single ? single : null,
        ParameterType.Object => ToObject(value),
        ParameterType.ObjectArray => ToObjects(value),
        ParameterType.String => value is IEnumerable and not string ? null : Format(value).Trim(),
        _ => value,
    };

    private static long? ToInteger(object value) =>
        ToNumber(value) is double number && number == Math.Truncate(number) && Math.Abs(number) <= 1L << 53
            ? (long)number
            : null;

    private static object? ToNumber(object value) => value switch
    {
        bool => null,
        string text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed)
            && double.IsFinite(parsed) ? parsed : null,
        IConvertible number => number.ToDouble(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static object? ToBoolean(object value) => value switch
    {
        bool flag => flag,
        string text when bool.TryParse(text, out bool parsed) => parsed,
        _ => null,
    };

    private static List<string>? ToStrings(object value) => value switch
    {
        string text => [text.Trim()],
        ImageFile picture => [Format(picture)],
        IEnumerable items => items.Cast<object?>().Where(item => !IsBlank(item)).Select(item => Format(item!).Trim()).ToList(),
        _ => null,
    };

    private static JsonObject? ToObject(object? value) => value switch
    {
        JsonObject map => map,
        IDictionary or IReadOnlyDictionary<string, object?> => (JsonObject)JsonValues.ToNode(value)!,
        string text => ParseJson(text) as JsonObject,
        _ => null,
    };

    private static List<JsonObject>? ToObjects(object value)
    {
        object? source = value is string text ? ParseJson(text) : value;
        if (ToObject(source) is { } single)
        {
            return [single];
        }

        List<JsonObject?>? objects = (source as IEnumerable)?.Cast<object?>().Select(ToObject).ToList();
        return objects is null || objects.Contains(null) ? null : objects.OfType<JsonObject>().ToList();
    }

    // A CSV cell can hold objects only as JSON.
    private static JsonNode? ParseJson(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
