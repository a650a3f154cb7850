using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Apimart.Video.Models;

/// <summary>Checks a request against its model and writes its body.</summary>
internal sealed class RequestPreparer
{
    private readonly VideoRequest _request;
    private readonly VideoModel? _model;
    private readonly ImmutableArray<RequestProblem>.Builder _errors = ImmutableArray.CreateBuilder<RequestProblem>();
    private readonly ImmutableArray<RequestProblem>.Builder _warnings = ImmutableArray.CreateBuilder<RequestProblem>();
    private readonly Dictionary<string, object> _given = new(StringComparer.OrdinalIgnoreCase);
    private readonly JsonObject _body = [];

    internal RequestPreparer(VideoRequest request, ModelCatalogue catalogue)
    {
        _request = request;
        if (!catalogue.TryFind(request.Model, out _model))
        {
            ImmutableArray<string> nearest = catalogue.Nearest(request.Model);
            Report(Severity.Error, new RequestProblem(
                "UnknownModel",
                "Model",
                request.Model,
                $"There is no model '{request.Model}' in the catalogue; the nearest names are {Sentence.And(nearest)}.",
                "Use one of the names that Get-ApimartModel lists, or -SkipValidation for a model that is newer than this module."));
        }
    }

    /// <exception cref="RequestRefusedException">The request breaks a rule that refuses it.</exception>
    internal PreparedRequest Prepare()
    {
        string model = _model?.Name ?? _request.Model.Trim();
        _body["model"] = model;
        AddPrompt();
        foreach ((string name, object? value) in _request.Parameters)
        {
            if (!ParameterValue.IsBlank(value))
            {
                AddParameter(name, value!);
            }
        }

        CheckWhole();
        foreach ((string field, object? value) in _request.AdditionalParameters)
        {
            _body[field] = JsonValues.ToNode(value);
        }

        if (_errors.Count > 0)
        {
            throw new RequestRefusedException(_errors.ToImmutable());
        }

        return new PreparedRequest
        {
            Model = model,
            Prompt = _request.Prompt,
            Body = JsonValues.ToUtf8(_body),
            Canonical = JsonValues.ToCanonical(_body),
            Warnings = _warnings.ToImmutable(),
        };
    }

    private void AddPrompt()
    {
        bool blank = string.IsNullOrWhiteSpace(_request.Prompt);
        if (blank && (_model?.Prompt.Required ?? true))
        {
            Report(Severity.Error, new RequestProblem(
                "EmptyPrompt",
                "Prompt",
                _request.Prompt,
                "The prompt is empty; the API refuses a video without one.",
                "Say in -Prompt what the video shows."));
        }

        if (!blank)
        {
            _body["prompt"] = _request.Prompt;
            if (_model is not null)
            {
                Check(_model.Prompt, _request.Prompt);
            }
        }
    }

    private void AddParameter(string name, object value)
    {
        if (_model is null)
        {
            _body[WireNames.Guess(name)] = JsonValues.ToNode(value);
            return;
        }

        if (_model.FindParameter(name) is not { } parameter)
        {
            Report(Severity.Error, new RequestProblem(
                "UnsupportedParameter",
                name,
                value,
                $"{_model.Name} takes no {name}; it takes {Sentence.And(_model.Parameters.Select(known => known.Name))}.",
                $"Leave -{name} out, choose another model, or send it with -AdditionalParameter."));
            if (_request.SkipValidation)
            {
                _body[WireNames.Guess(name)] = JsonValues.ToNode(value);
            }

            return;
        }

        if (ParameterValue.Convert(value, parameter.Type) is not { } converted)
        {
            Report(Severity.Error, new RequestProblem(
                WireNames.ToErrorId(parameter.Name),
                parameter.Name,
                value,
                $"{parameter.Name} '{ParameterValue.Format(value)}' is not {TypeName(parameter.Type)}, which {_model.Name} needs.",
                $"Give -{parameter.Name} as {TypeName(parameter.Type)}."));
            return;
        }

        if (converted is IReadOnlyList<string> { Count: 0 })
        {
            return;
        }

        converted = Check(parameter, converted);
        _given[parameter.Name] = converted;
        _body[parameter.WireName] = JsonValues.ToNode(converted);
    }

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
                    rule.Problem(parameter.Name, value, _model!.Name),
                    $"Give -{parameter.Name} {rule.Allowed}, or -SkipValidation if you know that the API takes it now."));
            }
            else if (rule is OneOfRule list)
            {
                value = list.Spell(value);
            }
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
                    WireNames.ToErrorId(rule.ApiCode ?? "combination"),
                    "Model",
                    _model.Name,
                    $"{problem} with {_model.Name} ({rule.Source}).",
                    "Change the parameters, or -SkipValidation if you know that the API takes them now."));
            }
        }
    }

    private void Report(Severity severity, RequestProblem problem) =>
        (severity == Severity.Error && !_request.SkipValidation ? _errors : _warnings).Add(problem);

    private static string TypeName(ParameterType type) => type switch
    {
        ParameterType.Integer => "a whole number",
        ParameterType.Number => "a number",
        ParameterType.Boolean => "true or false",
        ParameterType.StringArray => "a list of texts",
        ParameterType.Object => "a hashtable",
        ParameterType.ObjectArray => "a list of hashtables",
        _ => "a text",
    };
}
