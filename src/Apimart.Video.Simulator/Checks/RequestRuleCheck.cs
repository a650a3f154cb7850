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

    private static string? Problem(RequestRule rule, VideoModel model, JsonElement body) => rule switch
    {
        ExclusiveRule exclusive => Given(exclusive.Parameters, model, body) is { Count: > 1 } given
            ? $"only one of {string.Join(", ", given)} may be given"
            : null,
        NeedsOneRule one => Given(one.Parameters, model, body).Count == 0
            ? $"one of {string.Join(", ", one.Parameters.Select(name => Wire(model, name)))} is required"
            : null,
        TotalRule total => total.Parameters.Sum(name => Items(Wire(model, name), body)) > total.Maximum
            ? $"{string.Join(", ", total.Parameters.Select(name => Wire(model, name)))} may have {total.Maximum} items in all"
            : null,
        RequiresRule requires => Holds(requires.When, model, body) && !Holds(requires.Needs, model, body)
            ? $"{Describe(requires.When, model)} needs {Describe(requires.Needs, model)}"
            : null,
        NotTogetherRule together => Holds(together.When, model, body) && Holds(together.With, model, body)
            ? $"{Describe(together.When, model)} is not possible with {Describe(together.With, model)}"
            : null,
        NoEffectRule => null,
        SumRule sum => BreaksSum(sum, model, body) ? $"the {sum.Field} of {Wire(model, sum.Parameter)} must add up to {Wire(model, sum.Total)}" : null,
        _ => throw new NotSupportedException($"The simulator does not know the rule {rule.GetType().Name}."),
    };

    private static bool BreaksSum(SumRule rule, VideoModel model, JsonElement body) =>
        FieldCheck.Find(body, Wire(model, rule.Parameter)) is { } list
        && FieldCheck.Find(body, Wire(model, rule.Total)) is { } total
        && list.EnumerateArray().Sum(item => FieldCheck.Find(item, rule.Field)?.GetDouble() ?? 0) != total.GetDouble();

    private static bool Holds(ParameterCondition condition, VideoModel model, JsonElement body) =>
        condition.Parameters.Any(name => FieldCheck.Find(body, Wire(model, name)) is { } value && Holds(condition, value));

    private static bool Holds(ParameterCondition condition, JsonElement value)
    {
        if (condition.MoreThan is { } most)
        {
            return value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > most;
        }

        if (condition.Values.IsEmpty && condition.Not.IsEmpty)
        {
            return true;
        }

        IEnumerable<JsonElement> items = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];
        return items
            .Select(item => condition.Field is null ? item : FieldCheck.Find(item, condition.Field))
            .Any(item => item is { } found && HoldsText(condition, RuleCheck.Text(found)));
    }

    private static bool HoldsText(ParameterCondition condition, string text) =>
        (condition.Values.IsEmpty || condition.Values.Contains(text, StringComparer.OrdinalIgnoreCase))
        && !condition.Not.Contains(text, StringComparer.OrdinalIgnoreCase);

    private static int Items(string field, JsonElement body) => FieldCheck.Find(body, field)?.GetArrayLength() ?? 0;

    private static string Describe(ParameterCondition condition, VideoModel model)
    {
        string fields = string.Join(" or ", condition.Parameters.Select(name => Wire(model, name)));
        return condition.Values.IsEmpty ? fields : $"{fields} {string.Join(" or ", condition.Values)}";
    }

    private static List<string> Given(ImmutableArray<string> parameters, VideoModel model, JsonElement body) =>
        parameters.Select(name => Wire(model, name)).Where(field => FieldCheck.IsGiven(body, field)).ToList();

    private static string Wire(VideoModel model, string parameter) =>
        parameter == model.Prompt.Name ? model.Prompt.WireName : model.FindParameter(parameter)?.WireName ?? parameter;
}
