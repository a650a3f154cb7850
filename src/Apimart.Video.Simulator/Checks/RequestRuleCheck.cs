using System.Text.Json;
using System.Text.Json.Nodes;
using Apimart.Video.Models;

namespace Apimart.Video.Simulator.Checks;

/// <summary>The catalogue's rules between the fields of a body.</summary>
internal static class RequestRuleCheck
{
    /// <exception cref="RefusalException">A rule is broken.</exception>
    internal static void Check(VideoModel model, JsonElement body)
    {
        Dictionary<string, object> given = Given(model, body);
        foreach (RequestRule rule in model.Rules.Where(rule => rule.Severity == Severity.Error))
        {
            if (rule.Problem(given) is { } problem)
            {
                throw new RefusalException(400, rule.ApiCode ?? RefusalException.InvalidRequest, problem);
            }
        }
    }

    private static Dictionary<string, object> Given(VideoModel model, JsonElement body)
    {
        Dictionary<string, object> given = new(StringComparer.OrdinalIgnoreCase);
        foreach (VideoModelParameter parameter in model.Parameters.Where(parameter => FieldCheck.IsGiven(body, parameter.WireName)))
        {
            given[parameter.Name] = ToValue(body.GetProperty(parameter.WireName));
        }

        return given;
    }

    private static object ToValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetInt64(out long whole) ? whole : value.GetDouble(),
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        JsonValueKind.Object => JsonObject.Create(value)!,
        JsonValueKind.Array when value[0].ValueKind == JsonValueKind.Object =>
            value.EnumerateArray().Select(item => JsonObject.Create(item)!).ToList(),
        JsonValueKind.Array => value.EnumerateArray().Select(item => item.ToString()).ToList(),
        _ => value.ToString(),
    };
}
