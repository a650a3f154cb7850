using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Apimart.Video.Images;
using Apimart.Video.Text;

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

    /// <summary>The text that a value is, or null for an object that is no value: its type's name would be sent instead.</summary>
    internal static string? ToText(object value) => value switch
    {
        string text => text,
        char letter => letter.ToString(),
        bool or Guid or Uri or Enum or ImageFile or VideoModel => Format(value),
        _ when NumberText.IsNumber(value) => Format(value),
        _ => null,
    };

    /// <summary>The value as a message shows it: shortened, and an object that is no value by what it is.</summary>
    internal static string Show(object? value) => value switch
    {
        null => "nothing",
        ImageFile picture => picture.Path,
        IReadOnlyList<string> list => $"'{Sentence.Shorten(string.Join(", ", list))}'",
        _ when ToText(value) is { } text => $"'{Sentence.Shorten(text)}'",
        DateTime or DateTimeOffset => $"the time {((IFormattable)value).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}",
        TimeSpan => $"the time {Format(value)}",
        IDictionary or IReadOnlyDictionary<string, object?> => "an object",
        IEnumerable items => $"a list of {items.Cast<object?>().Count()}",
        _ => $"a {value.GetType().Name}",
    };

    /// <summary>Whether the value says nothing: null, a database's null, or a text of blanks such as an empty CSV cell.</summary>
    internal static bool IsBlank(object? value) =>
        value is null or DBNull || (value is string text && string.IsNullOrWhiteSpace(text));

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
        ParameterType.Integer => NumberText.ToWhole(value),
        ParameterType.Number => NumberText.ToNumber(value),
        ParameterType.Boolean => ToBoolean(value),
        ParameterType.StringArray => ToStrings(value),
        ParameterType.SingleString => ToStrings(value) is { Count: < 2 } single ? single : null,
        ParameterType.Object => ToObject(value),
        ParameterType.ObjectArray => ToObjects(value),
        ParameterType.String => ToText(value)?.Trim(),
        _ => value,
    };

    private static object? ToBoolean(object value) => value switch
    {
        bool flag => flag,
        string text when bool.TryParse(text, out bool parsed) => parsed,
        _ => null,
    };

    private static List<string>? ToStrings(object value) => value switch
    {
        string text => [.. LinkText.Part(text)],
        IDictionary or IReadOnlyDictionary<string, object?> => null,
        IEnumerable items => ToStrings(items),
        _ when ToText(value) is { } text => [text],
        _ => null,
    };

    private static List<string>? ToStrings(IEnumerable items)
    {
        List<string> texts = [];
        foreach (object item in items.Cast<object?>().Where(item => !IsBlank(item)).OfType<object>())
        {
            switch (item)
            {
                case string text:
                    texts.AddRange(LinkText.Part(text));
                    break;
                case object value when ToText(value) is { } text:
                    texts.Add(text);
                    break;
                default:
                    return null;
            }
        }

        return texts;
    }

    private static JsonObject? ToObject(object? value)
    {
        try
        {
            return value switch
            {
                JsonObject map => map,
                IDictionary or IReadOnlyDictionary<string, object?> => (JsonObject)JsonValues.ToNode(value)!,
                string text => ParseJson(text) as JsonObject,
                _ => null,
            };
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

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
