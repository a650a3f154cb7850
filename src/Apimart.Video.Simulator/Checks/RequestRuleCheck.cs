using System.Collections.Immutable;
using System.Text.Json;
using Apimart.Video.Models;

namespace Apimart.Video.Simulator.Checks;

/// <summary>The catalogue's rules between the fields of a body.</summary>
internal static class RequestRuleCheck
{
    /// <exception cref="RefusalException">A rule is broken.</exception>
    internal static void Check(VideoModel model, JsonElement body)
    {
        foreach (RequestRule rule in model.Rules.Where(rule => rule.Severity == Severity.Error))
        {
            if (Problem(rule, model, body) is { } problem)
            {
                throw new RefusalException(400, rule.ApiCode ?? RefusalException.InvalidRequest, problem);
            }
        }
    }

    private static string? Problem(RequestRule rule, VideoModel model, JsonElement body)
    {
        switch (rule)
        {
            case ExclusiveRule exclusive:
                IReadOnlyList<string> given = Given(exclusive.Parameters, model, body);
                return given.Count > 1 ? $"only one of {string.Join(", ", given)} may be given" : null;
            case RequiresRule requires:
                return Applies(requires, model, body) && Given(requires.Needs, model, body).Count == 0
                    ? $"{Wire(model, requires.Parameter)} needs {string.Join(" or ", requires.Needs.Select(name => Wire(model, name)))}"
                    : null;
            default:
                throw new NotSupportedException($"The simulator does not know the rule {rule.GetType().Name}.");
        }
    }

    private static bool Applies(RequiresRule rule, VideoModel model, JsonElement body)
    {
        string field = Wire(model, rule.Parameter);
        return FieldCheck.IsGiven(body, field)
            && (rule.Values.IsEmpty
                || rule.Values.Contains(body.GetProperty(field).ToString(), StringComparer.OrdinalIgnoreCase));
    }

    private static List<string> Given(ImmutableArray<string> parameters, VideoModel model, JsonElement body) =>
        parameters.Select(name => Wire(model, name)).Where(field => FieldCheck.IsGiven(body, field)).ToList();

    private static string Wire(VideoModel model, string parameter) =>
        model.FindParameter(parameter)?.WireName ?? parameter;
}
