namespace Apimart.Video.Models;

/// <summary>A parameter, or one value of it, is taken but changes nothing beside another.</summary>
public sealed class NoEffectRule : RequestRule
{
    /// <summary>What has no effect.</summary>
    public required ParameterCondition When { get; init; }

    /// <summary>Beside what.</summary>
    public required ParameterCondition With { get; init; }

    /// <inheritdoc/>
    public override string Advice => $"Leave {Sentence.Or(When.Parameters)} out";

    private protected override string Code => "no_effect";

    internal override IEnumerable<string> Named => When.Parameters.Concat(With.Parameters);

    internal override IEnumerable<ParameterCondition> Conditions => [When, With];

    internal override string? Problem(IReadOnlyDictionary<string, object> parameters) =>
        When.Match(parameters) is { } what && With.Match(parameters) is { } other ? $"{what} has no effect with {other}" : null;
}
