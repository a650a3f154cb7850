using System.Globalization;
using Apimart.Video.Tasks;
using Apimart.Video.Text;

namespace Apimart.Video.Models;

/// <summary>How a request goes on from an earlier task: by a route of its own, by a field, or not at all.</summary>
internal sealed class Continuation
{
    private const string Parameter = "ContinueTask";

    private readonly VideoRequest _request;
    private readonly ApimartTask _task;
    private readonly VideoModel? _model;
    private readonly ModelCatalogue _catalogue;

    internal Continuation(VideoRequest request, ApimartTask task, VideoModel? model, ModelCatalogue catalogue)
    {
        _request = request;
        _task = task;
        _model = model;
        _catalogue = catalogue;
    }

    /// <summary>The model's own parameters, or those of its remix route.</summary>
    internal VideoModel? Model => _model?.Remix ?? _model;

    /// <summary>Where the request goes.</summary>
    internal string Route => _model?.Remix is null
        ? PreparedRequest.GenerationRoute
        : $"v1/videos/{Uri.EscapeDataString(_task.TaskId)}/remix";

    /// <summary>The parameter that takes the earlier task's id, where the route does not.</summary>
    internal VideoModelParameter? Field => _model is { Remix: null } model ? model.TaskField : null;

    /// <summary>Why it is not possible. There is no request to send then, so that none of it can be skipped.</summary>
    internal IEnumerable<RequestProblem> Refusals()
    {
        if (_task.TaskId.Length == 0)
        {
            yield return Problem(
                "InvalidContinueTask",
                "The task to go on from has no id: it is not known whether it was accepted.",
                "Give a finished task.");
        }
        else if (_task.IsEnded && _task.Status != ApimartTaskStatus.Completed)
        {
            yield return Problem(
                "InvalidContinueTask",
                $"The task {_task.TaskId} has no video to go on from: it ended as {_task.Status}.",
                "Give a task that is completed.");
        }

        if (_model is not null && _model.Remix is null && Field is null)
        {
            IEnumerable<string> able = _catalogue.Models
                .Where(model => model.Remix is not null || model.TaskField is not null)
                .Select(model => model.Name);
            yield return Problem(
                "ContinuationNotSupported",
                $"{_model.Name} cannot go on from an earlier video ({_model.Source}); {Sentence.And(able)} can.",
                "Leave -ContinueTask out, or choose one of these models.");
        }
        else if (_model is null)
        {
            yield return Problem(
                "ContinuationNotSupported",
                $"How '{_request.Model}' goes on from an earlier video is not known.",
                "Give the field that its documentation names with -AdditionalParameter, such as @{ extend_from_task_id = 'task_…' }.");
        }
    }

    /// <summary>What breaks a document or is in doubt, with its weight.</summary>
    internal IEnumerable<(Severity Severity, RequestProblem Problem)> Doubts()
    {
        if (Field is { } field && _request.Parameters.Any(given => field.IsNamed(given.Key) && !ParameterValue.IsBlank(given.Value)))
        {
            yield return (Severity.Error, Problem(
                "InvalidCombination",
                $"-ContinueTask and -{field.Name} name the task to go on from twice.",
                "Give one of them."));
        }

        if (Field is { EarlierTaskDays: { } days } && _task.CreatedAt is { } created && TimeProvider.System.GetUtcNow() - created > TimeSpan.FromDays(days))
        {
            yield return (Severity.Error, Problem(
                "InvalidContinueTask",
                $"The task {_task.TaskId} is of {created.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}; {_model!.Name} goes on from one within {days} days ({Field.Source ?? _model.Source}).",
                "Make the earlier video again, or use -SkipValidation if you know that the API takes it now."));
        }

        if (_model is not { Remix: { } remix, RemixStanding: { } standing })
        {
            yield break;
        }

        if (_task.Model is { } former && !_model.IsNamed(former))
        {
            yield return (Severity.Error, Problem(
                "InvalidContinueTask",
                $"The task {_task.TaskId} was made by {former}; {_model.Name} goes on only from a video of its own ({remix.Source}).",
                $"Use -Model {former}."));
        }

        if (standing > Standing.Documented)
        {
            yield return (Severity.Warning, Problem(
                "UncertainContinuation",
                $"That {_model.Name} can go on from an earlier video is not documented ({remix.Source}).",
                "Try it with one video first."));
        }
    }

    private RequestProblem Problem(string errorId, string message, string advice) =>
        new(errorId, Parameter, _task.TaskId, message, advice);
}
