using System.Globalization;
using System.Text.Json.Nodes;
using Apimart.Video.Text;

namespace Apimart.Video.Models;

/// <summary>Finds half a surrogate pair, which has no form in UTF-8: another character would be sent, and paid for, in its place.</summary>
internal static class TextCheck
{
    internal static IEnumerable<RequestProblem> Check(JsonNode? node, string field) => node switch
    {
        JsonObject map => CheckFields(map, field),
        JsonArray items => items.SelectMany(item => Check(item, field)),
        JsonValue value when value.TryGetValue(out string? text) && CheckText(text, field) is { } problem => [problem],
        _ => [],
    };

    private static IEnumerable<RequestProblem> CheckFields(JsonObject map, string field)
    {
        foreach ((string name, JsonNode? value) in map)
        {
            if (CheckText(name, "a field's name") is { } problem)
            {
                yield return problem;
            }

            foreach (RequestProblem inner in Check(value, field.Length == 0 ? name : $"{field}.{name}"))
            {
                yield return inner;
            }
        }
    }

    private static RequestProblem? CheckText(string text, string field)
    {
        for (int at = 0; at < text.Length; at++)
        {
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                at++;
            }
            else if (char.IsSurrogate(text[at]))
            {
                string before = Sentence.Shorten(text[Math.Max(0, at - 20)..at]);
                return new RequestProblem(
                    "InvalidText",
                    field == "prompt" ? "Prompt" : field,
                    text,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The text of {field} holds half a surrogate pair (U+{(int)text[at]:X4}) as character {at + 1}, after '{before}'; it is no Unicode and cannot be sent."),
                    "Take that character out, or make it whole; a text that was cut by length is the usual cause.");
            }
        }

        return null;
    }
}
