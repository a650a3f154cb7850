using Apimart.Video.Text;

namespace Apimart.Video.Models;

/// <content>The rules of single values and of their combinations.</content>
internal sealed partial class RequestPreparer
{
    private object Check(VideoModelParameter parameter, object value)
    {
        foreach (ParameterRule rule in parameter.Rules)
        {
            if (!rule.Allows(value))
            {
                Report(rule.Severity, new RequestProblem(
                    WireNames.ToErrorId(rule.ApiCode ?? parameter.Name),
                    parameter.Name,
                    value,
                    IsFatal(rule.Severity) || !rule.Refuses
                        ? rule.Problem(parameter.Name, value, _model!.Name)
                        : rule.Doubt(parameter.Name, value, _model!.Name),
                    $"Give -{parameter.Name} {rule.Allowed}, or -SkipValidation if you know that the API takes it now."));
            }
            else if (rule is OneOfRule list)
            {
                value = list.Spell(value);
            }
        }

        if (!_isServerLocal && LinkCheck.Check(parameter, value, _model!.Name) is { } unreachable)
        {
            Report(unreachable.Severity, unreachable.Problem);
        }

        return value;
    }

    private void CheckWhole()
    {
        if (_model is null)
        {
            return;
        }

        foreach (VideoModelParameter missing in _model.Parameters.Where(known => known.Required && !_given.ContainsKey(known.Name)))
        {
            if (!_request.AdditionalParameters.ContainsKey(missing.WireName))
            {
                Report(Severity.Error, new RequestProblem(
                    "MissingParameter",
                    missing.Name,
                    null,
                    $"{_model.Name} needs {missing.Name} ({missing.Source ?? _model.Source}).",
                    $"Give -{missing.Name}."));
            }
        }

        foreach (RequestRule rule in _model.Rules)
        {
            if (rule.Problem(_given) is { } problem)
            {
                Report(rule.Severity, new RequestProblem(
                    rule.ErrorId,
                    "Model",
                    _model.Name,
                    rule.Severity == Severity.Error
                        ? $"With {_model.Name}, {problem} ({rule.Source})."
                        : $"With {_model.Name}, as far as is known, {problem} ({rule.Source}).",
                    $"{rule.Advice}, or use -SkipValidation if you know that the API takes it now."));
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
