using System.Globalization;
using System.Text.Json;

namespace Apimart.Video.Text;

/// <summary>Reads fields whose type and place vary between the API's pages, models and years.</summary>
internal static class JsonLookup
{
    internal static JsonElement? Field(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out JsonElement value)
        && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value
            : null;

    /// <summary>What an array holds; the element itself where it is none.</summary>
    internal static JsonElement[] Items(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            return [element];
        }

        JsonElement[] items = new JsonElement[element.GetArrayLength()];
        int count = 0;
        foreach (JsonElement item in element.EnumerateArray())
        {
            items[count++] = item;
        }

        return items;
    }

    /// <summary>The first object of an array, the element itself where it is none.</summary>
    internal static JsonElement? First(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            return element;
        }

        foreach (JsonElement item in element.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                return item;
            }
        }

        return null;
    }

    internal static string? Text(this JsonElement element, string name) =>
        element.Field(name) is { } value ? value.AsText() : null;

    internal static string? AsText(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    internal static double? Number(this JsonElement element, string name)
    {
        if (element.Field(name) is not { } value)
        {
            return null;
        }

        return double.TryParse(value.AsText(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && double.IsFinite(number)
                ? number
                : null;
    }

    internal static decimal? Money(this JsonElement element, string name) =>
        decimal.TryParse(element.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal amount)
            ? amount
            : null;

    /// <summary>Seconds since 1970, as the API writes points in time.</summary>
    internal static DateTimeOffset? UnixTime(this JsonElement element, string name) =>
        element.Number(name) is { } seconds and > 0 and < 253402300800
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000))
            : null;

    internal static TimeSpan? Seconds(this JsonElement element, string name) =>
        element.Number(name) is { } seconds and >= 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : null;
}
