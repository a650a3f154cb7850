using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Apimart.Video.RowTrial;

/// <summary>The objects that a value comes as, and objects that are no value.</summary>
internal static class Values
{
    private static readonly string[] s_separators = [" ", ";", ",", "|", "\n", "\r\n", ", ", " ; "];

    /// <summary>A good value as any of the types that mean it.</summary>
    internal static object Good(Kind kind, JsonNode value, Choices choices) => kind switch
    {
        Kind.Whole => Number(value.GetValue<int>(), choices),
        Kind.Flag => Flag(value.GetValue<bool>(), choices),
        Kind.Links => Links([.. value.AsArray().Select(link => link!.GetValue<string>())], choices),
        Kind.Objects => Objects(value.AsArray(), choices),
        Kind.Word => choices.Of($"{value}", $" {value} ", $"{value}\t"),
        _ => $"{value}",
    };

    /// <summary>Something that a field of that kind cannot be.</summary>
    internal static object Bad(Kind kind, Choices choices) => kind switch
    {
        Kind.Whole => choices.Of<object>("1,0", "8s", "1kb", "7.5", 7.5, 8.25m, "eight", "８", true, 'x', Time, Map(), new[] { 8 }, double.NaN, "0x8", "1e1"),
        Kind.Flag => choices.Of<object>("yes", 1, "1", Time, Map(), new[] { true }),
        Kind.Links => choices.Of<object>("start.png", 7, Time, Map(), new object[] { Map() }, 'x', true),
        Kind.Objects => choices.Of<object>("first", 7, Time, new[] { "a" }, true),
        _ => choices.Of<object>(Time, Map(), new[] { "a", "b" }),
    };

    /// <summary>Anything, for a column that no rule is known of.</summary>
    internal static object Any(Choices choices) => choices.Of<object>(
        "x", "0042", " =1+1 ", "ü 备注", 42, 3.25m, -1L, Time, true, 'c', Guid.Empty, new Uri("https://example.com/n"), new[] { 1, 2 }, Map(), Custom());

    internal static object? Blank(Choices choices) => choices.Of<object?>(null, "", "  ", DBNull.Value, "\t", Array.Empty<object>());

    /// <summary>A value as it is typed on the line; objects as their JSON.</summary>
    internal static object Plain(JsonNode value) => value switch
    {
        JsonArray { Count: > 0 } list when list[0] is JsonObject => list.ToJsonString(),
        JsonArray links => links.Select(link => link!.GetValue<string>()).ToArray(),
        _ => value.GetValueKind() switch
        {
            JsonValueKind.Number => value.GetValue<int>(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => value.GetValue<string>(),
        },
    };

    private static DateTime Time => new(2026, 10, 1, 8, 0, 0, DateTimeKind.Utc);

    private static Hashtable Map() => new() { ["n"] = 1 };

    private static PSObject Custom()
    {
        PSObject custom = new();
        custom.Properties.Add(new PSNoteProperty("n", 1));
        return custom;
    }

    private static object Number(int number, Choices choices) => choices.Of<object>(
        number.ToString(CultureInfo.InvariantCulture),
        number,
        (long)number,
        (double)number,
        (decimal)number,
        $" {number} ",
        $"{number}.0",
        $"+{number}",
        $"0{number}",
        PSObject.AsPSObject(number),
        (uint)number,
        number + 0.00m);

    private static object Flag(bool flag, Choices choices) => choices.Of<object>(
        flag, flag ? "true" : "false", flag ? "True" : "FALSE", new SwitchParameter(flag), $" {flag} ", PSObject.AsPSObject(flag));

    private static object Links(string[] links, Choices choices) => choices.Below(5) switch
    {
        0 => string.Join(choices.Of(s_separators), links),
        1 => links,
        2 => new List<object> { string.Join(choices.Of(s_separators), links) },
        3 => new ArrayList(links.Select(link => (object)PSObject.AsPSObject(link)).ToArray()),
        _ => links.Length == 1 ? new Uri(links[0]) : links.Append(string.Empty).ToArray(),
    };

    private static object Objects(JsonArray objects, Choices choices) => choices.Below(4) switch
    {
        0 => objects.ToJsonString(),
        1 => objects[0]!.ToJsonString(),
        2 => objects.Select(item => (object)new Hashtable(item!.AsObject().ToDictionary(pair => pair.Key, pair => (object)$"{pair.Value}"))).ToArray(),
        _ => objects.Select(item => (object)Custom(item!.AsObject())).ToArray(),
    };

    private static PSObject Custom(JsonObject item)
    {
        PSObject custom = new();
        foreach ((string name, JsonNode? value) in item)
        {
            custom.Properties.Add(new PSNoteProperty(name, $"{value}"));
        }

        return custom;
    }
}
