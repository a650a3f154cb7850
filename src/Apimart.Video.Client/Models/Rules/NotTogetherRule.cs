namespace Apimart.Video.Models;

/// <summary>Two things that are possible alone are not possible in one request: 10 seconds and 1080p.</summary>
public sealed class NotTogetherRule : RequestRule
{
    /// <summary>The one thing.</summary>
    public required ParameterCondition When { get; init; }

    /// <summary>What it excludes.</summary>
    public required ParameterCondition With { get; init; }

    /// <inheritdoc/>
    public override string Advice => $"Change or leave out {Sentence.Or(When.Parameters.Concat(With.Parameters))}";

    internal override IEnumerable<string> Named => When.Parameters.Concat(With.Parameters);

    internal override IEnumerable<ParameterCondition> Conditions => [When, With];

    internal override string? Problem(IReadOnlyDictionary<string, object> parameters) =>
        When.Match(parameters) is { } one && With.Match(parameters) is { } other
            ? $"{one} and {other} are not possible together"
            : null;
}
