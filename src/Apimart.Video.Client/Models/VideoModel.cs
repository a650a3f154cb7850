using System.Collections.Immutable;

namespace Apimart.Video.Models;

/// <summary>A video model of the APIMart API: its id on the wire and the parameters it takes.</summary>
public sealed class VideoModel
{
    /// <summary>The id that is sent in the body's <c>model</c> field, in the API's own spelling.</summary>
    public required string Name { get; init; }

    /// <summary>The family the model belongs to; models of one family share a catalogue file.</summary>
    public required string Family { get; init; }

    /// <summary>Who makes the model.</summary>
    public required string Vendor { get; init; }

    /// <summary>What the model is for, in one sentence.</summary>
    public required string Description { get; init; }

    /// <summary>Older or alternative ids by which the model is found too.</summary>
    public required ImmutableArray<string> Aliases { get; init; }

    /// <summary>Those of the <see cref="Aliases"/> that no document names as the same model: the API may not know them.</summary>
    public ImmutableArray<string> OlderNames { get; init; } = [];

    /// <summary>The document the rules come from.</summary>
    public required string Source { get; init; }

    /// <summary>How sure <see cref="Source"/> is.</summary>
    public required Standing Standing { get; init; }

    /// <summary>
    /// What the model costs by the pages that are known, each with its date; empty where none tells. They may disagree, and the
    /// server's own list (<see cref="Account.PriceClient"/>) is newer than any of them.
    /// </summary>
    public ImmutableArray<PriceQuote> Prices { get; init; } = [];

    /// <summary>How long a task usually takes by the documents; null where none tells.</summary>
    public UsualTime? UsualTime { get; init; }

    /// <summary>How the model came to be known.</summary>
    public ModelOrigin Origin { get; init; }

    /// <summary>What the model takes besides <c>model</c> and <c>prompt</c>, in the order of the document.</summary>
    public required ImmutableArray<VideoModelParameter> Parameters { get; init; }

    /// <summary>Rules for the prompt, such as a maximum length.</summary>
    public required VideoModelParameter Prompt { get; init; }

    /// <summary>Rules between parameters.</summary>
    public required ImmutableArray<RequestRule> Rules { get; init; }

    /// <summary>
    /// What the model takes when it lengthens a finished video of its own by <c>POST /v1/videos/{task_id}/remix</c>; null where
    /// it has no such route.
    /// </summary>
    public VideoModel? Remix { get; init; }

    /// <summary>How sure <see cref="Remix"/> is.</summary>
    public Standing? RemixStanding { get; init; }

    /// <summary>The parameter that takes the id of an earlier task to go on from, or null where the model has none.</summary>
    internal VideoModelParameter? TaskField => Parameters.FirstOrDefault(parameter => parameter.IsEarlierTask);

    /// <summary>Whether the model makes what comes after a finished video of its own from that video's task.</summary>
    internal bool ContinuesVideo => Remix is not null || TaskField is { ContinuesVideo: true };

    /// <summary>The parameter that takes the picture to start from, or null where the model has none.</summary>
    internal VideoModelParameter? FirstFrame => Parameters.FirstOrDefault(parameter => parameter.IsFirstFrame);

    /// <summary>The parameter that has the last frame returned as a picture, or null where the model has none.</summary>
    internal VideoModelParameter? LastFrameWish => Parameters.FirstOrDefault(parameter => parameter.WireName == PreparedRequest.LastFrameWish);

    /// <summary>Whether <paramref name="name"/> is the model's name or an alias; case is ignored.</summary>
    internal bool IsNamed(string name) =>
        Name.Equals(name, StringComparison.OrdinalIgnoreCase) || Aliases.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds a parameter by its name, an alias of it or its name on the wire; case is ignored.</summary>
    public VideoModelParameter? FindParameter(string name) =>
        Parameters.FirstOrDefault(parameter => parameter.IsNamed(name));

    /// <summary>Whether the model takes the parameter of this name, alias or wire name.</summary>
    public bool Accepts(string name) => FindParameter(name) is not null;

    /// <summary>Returns the model's id.</summary>
    public override string ToString() => Name;
}

/// <summary>How a model came to be known.</summary>
public enum ModelOrigin
{
    /// <summary>From the catalogue that comes with the library; its rules are taken from documents by hand.</summary>
    Curated,

    /// <summary>From a file of the user's own.</summary>
    Registered,

    /// <summary>From the server's schema, which may be more general than the model: its limits only warn.</summary>
    Learned,
}

/// <summary>How long a document says that a task of a model usually takes.</summary>
/// <param name="From">The shortest usual time.</param>
/// <param name="To">The longest usual time.</param>
/// <param name="FirstPoll">How long after the submit the document advises to ask first, at least; null where it does not.</param>
/// <param name="Source">The document.</param>
/// <param name="Standing">How sure <paramref name="Source"/> is.</param>
public sealed record UsualTime(TimeSpan From, TimeSpan To, TimeSpan? FirstPoll, string Source, Standing Standing);
