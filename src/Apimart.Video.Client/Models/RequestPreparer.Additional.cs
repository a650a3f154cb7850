using System.Text.Json.Nodes;
using Apimart.Video.Text;

namespace Apimart.Video.Models;

/// <content>Fields that the user adds to the body by their names on the wire.</content>
internal sealed partial class RequestPreparer
{
    private void AddField(string field, JsonNode? node)
    {
        if (field.Equals("model", StringComparison.OrdinalIgnoreCase) || field.Equals("prompt", StringComparison.OrdinalIgnoreCase))
        {
            _errors.Add(new RequestProblem(
                "InvalidCombination",
                "AdditionalParameter",
                node?.ToString(),
                $"-AdditionalParameter carries '{field}', which is checked and priced as -{WireNames.ToPascalCase(field)}.",
                $"Give it as -{WireNames.ToPascalCase(field)} alone; -SkipValidation takes a model that is not in the catalogue."));
            return;
        }

        if (_body.TryGetPropertyValue(field, out JsonNode? set) && !JsonNode.DeepEquals(set, node))
        {
            Report(Severity.Error, new RequestProblem(
                "InvalidCombination",
                "AdditionalParameter",
                node?.ToString(),
                $"-AdditionalParameter carries '{field}' as {Json(node)}, which a parameter has set to {Json(set)}.",
                "Give one of them."));
        }

        _body[field] = node;
    }

    private static string Json(JsonNode? node) => Sentence.Shorten(node is null ? "null" : JsonValues.ToCanonical(node));

    /// <summary>Two fields of one meaning have to agree (<c>omni-flash-ext</c>, size); one that is only added can disagree unseen.</summary>
    private void TellDisagreement(string field, JsonNode? value)
    {
        if (_model?.Parameters.FirstOrDefault(known => known.WireAliases.Append(known.WireName).Contains(field)) is not { WireAliases.IsEmpty: false } parameter)
        {
            return;
        }

        foreach (string other in parameter.WireAliases.Append(parameter.WireName).Where(other => other != field))
        {
            if (_body[other] is { } former && !JsonNode.DeepEquals(former, value))
            {
                Report(Severity.Warning, new RequestProblem(
                    "InvalidCombination",
                    field,
                    value?.ToString(),
                    $"With {_model.Name}, {field} '{value}' and {other} '{former}' mean the same and differ ({parameter.Source ?? _model.Source}).",
                    "Give one of them, or both alike."));
            }
        }
    }
}
