using System.Collections.Immutable;

namespace Apimart.Video.Models;

/// <summary>A model in a catalogue file: what differs from its family.</summary>
internal sealed class ModelEntry
{
    public required string Name { get; init; }

    public required string Description { get; init; }

    public string? Source { get; init; }

    public Standing? Standing { get; init; }

    public ImmutableArray<PriceQuote> Prices { get; init; } = [];

    public UsualTime? UsualTime { get; init; }

    public ImmutableArray<string> Aliases { get; init; } = [];

    public ImmutableArray<string> OlderNames { get; init; } = [];

    /// <summary>Parameters of this model alone, or in place of the family's of the same name.</summary>
    public ImmutableArray<VideoModelParameter> Parameters { get; init; } = [];

    /// <summary>Names of family parameters that this model does not take.</summary>
    public ImmutableArray<string> Without { get; init; } = [];

    public ImmutableArray<ParameterRule>? PromptRules { get; init; }

    public bool? PromptOptional { get; init; }

    public ImmutableArray<RequestRule> Rules { get; init; } = [];
}

/// <summary>What a family's models take, besides <c>model</c> and <c>prompt</c>, when they lengthen a video of their own.</summary>
internal sealed class RemixEntry
{
    public required string Source { get; init; }

    public required Standing Standing { get; init; }

    public ImmutableArray<VideoModelParameter> Parameters { get; init; } = [];
}
