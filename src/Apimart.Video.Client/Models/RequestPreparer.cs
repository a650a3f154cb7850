using System.Collections;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Apimart.Video.Images;
using Apimart.Video.Text;

namespace Apimart.Video.Models;

/// <summary>Checks a request against its model and writes its body.</summary>
internal sealed partial class RequestPreparer
{
    private readonly VideoRequest _request;
    private readonly ModelCatalogue _catalogue;
    private readonly Dictionary<ImageFile, bool> _images = [];
    private readonly List<RequestProblem> _errors = [];
    private readonly List<RequestProblem> _skipped = [];
    private readonly List<RequestProblem> _warnings = [];
    private readonly Dictionary<string, object> _given = new(StringComparer.OrdinalIgnoreCase);
    private readonly JsonObject _body = [];
    private VideoModel? _model;
    private readonly bool _isServerLocal;
    private bool _isWhole;
    private string _route = PreparedRequest.GenerationRoute;
    private VideoModelParameter? _taskField;

    /// <param name="request">The request.</param>
    /// <param name="catalogue">The models.</param>
    /// <param name="server">The API's address where it is known: one on this network reaches what is on this network.</param>
    internal RequestPreparer(VideoRequest request, ModelCatalogue catalogue, Uri? server)
    {
        _isServerLocal = server is not null && PublicAddress.Objection(server) is not null;
        _request = request;
        _catalogue = catalogue;
        foreach (RequestProblem problem in request.RowProblems)
        {
            Report(Severity.Error, problem);
        }

        if (string.IsNullOrWhiteSpace(request.Model))
        {
            if (_errors.Exists(problem => problem.Parameter == "Model"))
            {
                return;
            }

            _errors.Add(new RequestProblem(
                "MissingModel",
                "Model",
                request.Model,
                "There is no model: neither the line nor the row names one.",
                "Give -Model, or a column Model."));
        }
        else if (!catalogue.TryFind(request.Model, out _model))
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

    /// <summary>What is wrong with the single values, before there is a whole request.</summary>
    internal ImmutableArray<RequestProblem> CheckValues()
    {
        Continue();
        AddParameters();
        return [.. _errors];
    }

    /// <exception cref="RequestRefusedException">The request breaks a rule that refuses it.</exception>
    internal PreparedRequest Prepare()
    {
        _isWhole = true;
        TellOlderName();
        Continue();
        string model = _model?.Name ?? _request.Model.Trim();
        _body["model"] = model;
        AddPrompt();
        AddParameters();
        CheckWhole();
        foreach ((string field, object? value) in _request.AdditionalParameters)
        {
            TellDisagreement(field, JsonValues.ToNode(value));
            AddField(field, JsonValues.ToNode(value));
        }

        _errors.AddRange(TextCheck.Check(_body, string.Empty));
        if (_errors.Count > 0)
        {
            throw new RequestRefusedException([.. _errors, .. _skipped]);
        }

        return new PreparedRequest
        {
            Model = model,
            Prompt = _request.Prompt,
            Body = JsonValues.ToUtf8(_body),
            Canonical = JsonValues.ToCanonical(_body),
            Route = _route,
            Images = _images.Count == 0 ? [] : [.. _images.GroupBy(image => image.Key.StandIn).Select(same =>
                new RequestImage(same.First().Key, same.All(image => image.Value)))],
            Warnings = [.. _skipped, .. _warnings],
        };
    }

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

    private void Continue()
    {
        if (_request.ContinueTask is not { } task)
        {
            return;
        }

        Continuation way = new(_request, task, _model, _catalogue);
        _errors.AddRange(way.Refusals());
        foreach ((Severity severity, RequestProblem problem) in way.Doubts())
        {
            Report(severity, problem);
        }

        _model = way.Model;
        _route = way.Route;
        _taskField = way.Field;
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
                "Say in -Prompt what the video shows.")
            {
                Consequence = "None is sent.",
            });
        }

        if (!blank)
        {
            _given["Prompt"] = _request.Prompt;
            _body["prompt"] = _request.Prompt;
            if (_model is not null)
            {
                Check(_model.Prompt, _request.Prompt);
            }
        }
    }

    private void AddParameters()
    {
        foreach ((string name, object? value) in _request.Parameters)
        {
            if (!ParameterValue.IsBlank(value))
            {
                AddParameter(name, value!);
            }
        }

        if (_taskField is not null)
        {
            AddParameter(_taskField.Name, _request.ContinueTask!.TaskId);
        }
    }

    private void AddParameter(string name, object value)
    {
        if (_model is null)
        {
            AddUnchecked(name, value);
            return;
        }

        if (_model.FindParameter(name) is not { } parameter)
        {
            bool onlyRemix = _model.Remix?.Accepts(name) ?? false;
            if (onlyRemix && !_isWhole)
            {
                // The task to go on from may come with the rows.
                return;
            }

            string model = _route == PreparedRequest.GenerationRoute ? _model.Name : $"{_model.Name}, going on from a video,";
            Report(Severity.Error, new RequestProblem(
                "UnsupportedParameter",
                name,
                value,
                $"{model} takes no {name}; it takes {Sentence.And(_model.Parameters.Select(known => known.Name))}.",
                onlyRemix
                    ? $"-{name} goes with -ContinueTask alone."
                    : $"Leave -{name} out, choose another model, or send it with -AdditionalParameter."));
            if (_request.SkipValidation)
            {
                AddUnchecked(name, value);
            }

            return;
        }

        if (ParameterValue.Convert(value, parameter.Type) is not { } converted)
        {
            Report(Severity.Error, new RequestProblem(
                WireNames.ToErrorId(parameter.Name),
                parameter.Name,
                value,
                $"{parameter.Name} {ParameterValue.Show(value)} is not {TypeName(parameter.Type)}, which {_model.Name} needs.",
                $"Give -{parameter.Name} as {TypeName(parameter.Type)}{Hint(value, parameter.Type)}."));
            if (_request.SkipValidation)
            {
                Set(parameter.WireName, Node(parameter.Name, value));
            }

            return;
        }

        if (converted is ICollection { Count: 0 })
        {
            return;
        }

        if (parameter.Type == ParameterType.String && parameter.Name.EndsWith("Url", StringComparison.Ordinal)
            && converted is string links && LinkText.Part(links) is { Count: > 1 } parts)
        {
            Report(Severity.Error, new RequestProblem(
                WireNames.ToErrorId(parameter.Name),
                parameter.Name,
                value,
                $"{parameter.Name} holds {parts.Count} links; {_model.Name} takes one.",
                $"Give -{parameter.Name} one link."));
        }

        AddImages(value, parameter.TakesDataUri);
        CheckFiles(parameter, value);
        converted = Check(parameter, converted);
        _given[parameter.Name] = converted;
        object sent = parameter.Type == ParameterType.SingleString ? ((IReadOnlyList<string>)converted)[0] : converted;
        Set(parameter.WireName, JsonValues.ToNode(sent));
    }

    private static string Hint(object value, ParameterType type) =>
        type is ParameterType.Integer or ParameterType.Number
            ? NumberText.Hint(value, whole: type == ParameterType.Integer)
            : string.Empty;

    /// <summary>The value as it is, where no rule says of what type it has to be.</summary>
    private JsonNode? Node(string name, object value)
    {
        try
        {
            return JsonValues.ToNode(value);
        }
        catch (ArgumentException formless)
        {
            _errors.Add(new RequestProblem(
                WireNames.ToErrorId(name),
                name,
                value,
                $"{name} cannot be sent: {formless.Message}",
                $"Give -{name} a text or a number."));
            return null;
        }
    }

    // The names and types are the same for every model, so another model's parameter tells how this one is sent.
    private void AddUnchecked(string name, object value)
    {
        AddImages(value, mayBeInline: false);
        VideoModelParameter? known = _catalogue.Models
            .Select(model => model.FindParameter(name))
            .FirstOrDefault(parameter => parameter is not null);
        if (known is null)
        {
            _body[_catalogue.UsualWireName(name)] = Node(name, value);
            return;
        }

        ParameterType type = known.Type == ParameterType.SingleString ? ParameterType.StringArray : known.Type;
        _body[_catalogue.UsualWireName(known.Name)] = Node(name, ParameterValue.Convert(value, type) ?? value);
    }

    private void AddImages(object value, bool mayBeInline)
    {
        foreach (ImageFile image in ParameterValue.Images(value))
        {
            _images[image] = mayBeInline && _images.GetValueOrDefault(image, true);
        }
    }

    private void Set(string wireName, JsonNode? node)
    {
        JsonObject target = _body;
        string[] path = wireName.Split('.');
        foreach (string step in path.SkipLast(1))
        {
            if (target[step] is not JsonObject inner)
            {
                target[step] = inner = [];
            }

            target = inner;
        }

        target[path[^1]] = node;
    }

    private bool IsFatal(Severity severity) => severity == Severity.Error && !_request.SkipValidation;

    private void Report(Severity severity, RequestProblem problem) =>
        (severity != Severity.Error ? _warnings : _request.SkipValidation && !problem.IsFinal ? _skipped : _errors)
            .Add(problem with { Message = NameFiles(problem.Message) });

    /// <summary>A user knows a picture by its path, not by what stands in for it.</summary>
    private string NameFiles(string message) =>
        _images.Keys.Aggregate(message, (text, image) => text.Replace(image.StandIn, image.Path, StringComparison.Ordinal));

    private static string TypeName(ParameterType type) => type switch
    {
        ParameterType.Integer => "a whole number",
        ParameterType.Number => "a number",
        ParameterType.Boolean => "true or false",
        ParameterType.StringArray => "a list of texts",
        ParameterType.SingleString => "a single text",
        ParameterType.Object => "a hashtable",
        ParameterType.ObjectArray => "a list of hashtables",
        _ => "a text",
    };
}
