using System.Text.Json.Nodes;

namespace Apimart.Video.Models;

/// <content>What a user is told besides the rules of single values and of their combinations.</content>
internal sealed partial class RequestPreparer
{
    /// <summary>A model of another name is paid for than the one that was asked for, so that is said.</summary>
    private void TellOlderName()
    {
        string asked = _request.Model.Trim();
        if (_model is not null && !asked.Equals(_model.Name, StringComparison.OrdinalIgnoreCase))
        {
            Report(Severity.Warning, new RequestProblem(
                RequestProblem.OlderName,
                "Model",
                _request.Model,
                $"'{asked}' is another name of {_model.Name}, and {_model.Name} is what is sent ({_model.Source}).",
                $"Use -Model {_model.Name}."));
        }
    }

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

    private void CheckFiles(VideoModelParameter parameter, object value)
    {
        foreach (FileRule rule in parameter.Rules.OfType<FileRule>())
        {
            foreach (string wrong in ParameterValue.Images(value).Select(rule.Wrong).OfType<string>())
            {
                Report(rule.Severity, new RequestProblem(
                    WireNames.ToErrorId(parameter.Name),
                    parameter.Name,
                    value,
                    rule.Problem(parameter.Name, wrong, _model!.Name),
                    $"Give {rule.Allowed}, or -SkipValidation if you know that the API takes it now."));
            }
        }
    }
}
