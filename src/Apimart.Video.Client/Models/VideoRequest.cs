using System.Collections.Immutable;
using Apimart.Video.Tasks;

namespace Apimart.Video.Models;

/// <summary>What a user asks for: a model, a prompt and parameters by their unified names.</summary>
public sealed class VideoRequest
{
    /// <summary>The model's name or an alias of it.</summary>
    public required string Model { get; init; }

    /// <summary>What the video shows.</summary>
    public required string Prompt { get; init; }

    /// <summary>
    /// Parameters by unified name, alias or wire name. Null and blank texts count as not given and are not sent. Where a picture's
    /// link is wanted an <see cref="Images.ImageFile"/> may stand.
    /// </summary>
    public IReadOnlyDictionary<string, object?> Parameters { get; init; } = ImmutableDictionary<string, object?>.Empty;

    /// <summary>
    /// Fields for the body by their wire name, sent as they are. They carry neither the model nor the prompt, nor anything else for
    /// a field that a parameter has set.
    /// </summary>
    public IReadOnlyDictionary<string, object?> AdditionalParameters { get; init; } =
        ImmutableDictionary<string, object?>.Empty;

    /// <summary>What was found wrong with the row that the request comes from.</summary>
    internal ImmutableArray<RequestProblem> RowProblems { get; init; } = [];

    /// <summary>The finished task that the video goes on from.</summary>
    public ApimartTask? ContinueTask { get; init; }

    /// <summary>The same request, with other parameters and another task to go on from.</summary>
    internal VideoRequest With(IReadOnlyDictionary<string, object?> parameters, ApimartTask? continueTask) => new()
    {
        Model = Model,
        Prompt = Prompt,
        Parameters = parameters,
        AdditionalParameters = AdditionalParameters,
        RowProblems = RowProblems,
        ContinueTask = continueTask,
        SkipValidation = SkipValidation,
    };

    /// <summary>Sends the request even where a rule is broken or the model is unknown; broken rules become warnings.</summary>
    public bool SkipValidation { get; init; }
}
