using System.Collections.Immutable;

namespace Apimart.Video.Models;

/// <summary>A catalogue file: models that share most of their parameters.</summary>
internal sealed class ModelFamily
{
    public required string Family { get; init; }

    public required string Vendor { get; init; }

    public required string Source { get; init; }

    public required Standing Standing { get; init; }

    public required ImmutableArray<ModelEntry> Models { get; init; }

    public ImmutableArray<VideoModelParameter> Parameters { get; init; } = [];

    public ImmutableArray<ParameterRule> PromptRules { get; init; } = [];

    public bool PromptOptional { get; init; }

    public ImmutableArray<RequestRule> Rules { get; init; } = [];

    public RemixEntry? Remix { get; init; }

    internal IEnumerable<VideoModel> ToModels(ModelOrigin origin = ModelOrigin.Curated) => Models.Select(entry => ToModel(entry, origin));

    private VideoModel ToModel(ModelEntry entry, ModelOrigin origin)
    {
        var parameters = Parameters
            .Where(shared => !entry.Without.Contains(shared.Name))
            .Select(shared => entry.Parameters.FirstOrDefault(own => own.Name == shared.Name) ?? shared)
            .Concat(entry.Parameters.Where(own => !Parameters.Any(shared => shared.Name == own.Name)));
        return new VideoModel
        {
            Name = entry.Name,
            Origin = origin,
            Family = Family,
            Vendor = Vendor,
            Description = entry.Description,
            Aliases = entry.Aliases,
            OlderNames = entry.OlderNames,
            Source = entry.Source ?? Source,
            Standing = entry.Standing ?? Standing,
            Prices = entry.Prices,
            UsualTime = entry.UsualTime,
            Parameters = parameters.ToImmutableArray(),
            Rules = Rules.AddRange(entry.Rules),
            Remix = Remix is null ? null : ToRemix(entry, Remix),
            RemixStanding = Remix?.Standing,
            Prompt = Prompt(
                required: !(entry.PromptOptional ?? PromptOptional),
                entry.Source ?? Source,
                entry.Standing ?? Standing,
                entry.PromptRules ?? PromptRules),
        };
    }

    private VideoModel ToRemix(ModelEntry entry, RemixEntry remix) => new()
    {
        Name = entry.Name,
        Family = Family,
        Vendor = Vendor,
        Description = "Lengthens a finished video of the model.",
        Aliases = entry.Aliases,
        Source = remix.Source,
        Standing = remix.Standing,
        Parameters = remix.Parameters,
        Rules = [],
        Prompt = Prompt(required: true, remix.Source, remix.Standing, []),
    };

    private static VideoModelParameter Prompt(bool required, string source, Standing standing, ImmutableArray<ParameterRule> rules) => new()
    {
        Name = "Prompt",
        WireName = "prompt",
        Type = ParameterType.String,
        Description = "What the video shows.",
        Required = required,
        Source = source,
        Standing = standing,
        Rules = rules,
    };
}
