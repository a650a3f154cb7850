using System.Text.Json;
using System.Text.RegularExpressions;
using Apimart.Video.Models;

namespace Apimart.Video.Simulator.Checks;

/// <summary>One field of a body against its documented type and rules.</summary>
internal static class FieldCheck
{
    /// <exception cref="RefusalException">The field is missing, of another type or breaks a rule.</exception>
    internal static void Check(VideoModelParameter parameter, JsonElement body)
    {
        string[] fields = [.. parameter.WireAliases.Prepend(parameter.WireName).Where(field => IsGiven(body, field))];
        if (fields.Length == 0)
        {
            if (parameter.Required)
            {
                throw RefusalException.Invalid($"{parameter.WireName} is required.");
            }

            return;
        }

        foreach (string field in fields)
        {
            JsonElement value = Find(body, field)!.Value;
            if (!IsOfType(value, parameter.Type))
            {
                throw RefusalException.Invalid($"{field} must be {TypeName(parameter.Type)}, not {Describe(value)}.");
            }

            CheckRules(parameter, value);
        }

        RequireSame(fields, body);
    }

    /// <summary>Two fields of one meaning have to agree (<c>omni-flash-ext</c>, size: keep them consistent).</summary>
    private static void RequireSame(string[] fields, JsonElement body)
    {
        string first = RuleCheck.Text(Find(body, fields[0])!.Value);
        if (fields.FirstOrDefault(field => RuleCheck.Text(Find(body, field)!.Value) != first) is { } other)
        {
            throw RefusalException.Invalid($"{fields[0]} {first} and {other} {RuleCheck.Text(Find(body, other)!.Value)} differ.");
        }
    }

    internal static void CheckRules(VideoModelParameter parameter, JsonElement value)
    {
        foreach (ParameterRule rule in parameter.Rules.Where(rule => rule.Severity == Severity.Error))
        {
            if (!RuleCheck.Holds(rule, value))
            {
                throw new RefusalException(
                    400,
                    rule.ApiCode ?? RefusalException.InvalidRequest,
                    $"invalid {parameter.WireName} {Describe(value)}: must be {rule.Allowed}");
            }
        }
    }

    /// <summary>An empty array is as good as none (<c>omni-flash-ext</c>: omitted or empty array).</summary>
    internal static bool IsGiven(JsonElement body, string field) => Find(body, field) is not null;

    /// <summary>The value of a given field; a dot in its name leads into an object.</summary>
    internal static JsonElement? Find(JsonElement body, string field)
    {
        JsonElement value = body;
        foreach (string step in field.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(step, out value))
            {
                return null;
            }
        }

        bool isEmpty = value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0);
        return isEmpty ? null : value;
    }

    private static bool IsOfType(JsonElement value, ParameterType type) => type switch
    {
        ParameterType.Integer => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        ParameterType.Number => value.ValueKind == JsonValueKind.Number,
        ParameterType.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        ParameterType.StringArray => IsArrayOf(value, JsonValueKind.String),
        ParameterType.ObjectArray => IsArrayOf(value, JsonValueKind.Object),
        ParameterType.Object => value.ValueKind == JsonValueKind.Object,
        _ => value.ValueKind == JsonValueKind.String,
    };

    private static bool IsArrayOf(JsonElement value, JsonValueKind kind) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == kind);

    private static string TypeName(ParameterType type) => type switch
    {
        ParameterType.Integer => "an integer",
        ParameterType.Number => "a number",
        ParameterType.Boolean => "a boolean",
        ParameterType.StringArray => "an array of strings",
        ParameterType.ObjectArray => "an array of objects",
        ParameterType.Object => "an object",
        _ => "a string",
    };

    private static string Describe(JsonElement value)
    {
        const int Longest = 80;
        string text = value.GetRawText();
        return text.Length <= Longest ? text : text[..Longest] + "…";
    }
}

/// <summary>
/// A webhook that the API would call (APIMart docs, tasks/webhook). The real server drops any other without a word; here it is
/// refused, so that a script's fault shows.
/// </summary>
internal static partial class WebhookCheck
{
    internal static bool Holds(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
        && uri.Scheme is ("http" or "https")
        && uri.Port is (80 or 443)
        && !Private().IsMatch(uri.Host)
        && !Own().IsMatch(uri.Host);

    [GeneratedRegex(@"^(localhost|[^.:]+|.*\.(local|internal)|(0|10|127)\..*|192\.168\..*|169\.254\..*|172\.(1[6-9]|2\d|3[01])\..*|\[(::1?|f[cd].*|fe[89ab].*)\])$", RegexOptions.IgnoreCase)]
    private static partial Regex Private();

    [GeneratedRegex(@"(^|\.)(apimart\.ai|apib\.ai|aiuxu\.com|aishuch\.com)$", RegexOptions.IgnoreCase)]
    private static partial Regex Own();
}
