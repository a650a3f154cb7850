namespace Apimart.Video.Models;

/// <summary>A parameter, or one value of it, is possible only together with another.</summary>
public sealed class RequiresRule : RequestRule
{
    /// <summary>What needs another parameter.</summary>
    public required ParameterCondition When { get; init; }

    /// <summary>What it needs.</summary>
    public required ParameterCondition Needs { get; init; }

    /// <inheritdoc/>
    public override string Advice => $"Give {Needs} as well, or change or leave out {Sentence.Or(When.Parameters)}";

    internal override IEnumerable<string> Named => When.Parameters.Concat(Needs.Parameters);

    internal override IEnumerable<ParameterCondition> Conditions => [When, Needs];

    internal override string? Problem(IReadOnlyDictionary<string, object> parameters) =>
        When.Match(parameters) is { } what && Needs.Match(parameters) is null ? $"{what} needs {Needs} as well" : null;
}
