using System.Collections.Immutable;

namespace Apimart.Video.Models;

/// <summary>At least one of some parameters is given: a prompt or a picture.</summary>
public sealed class NeedsOneRule : RequestRule
{
    /// <summary>The names of the parameters of which one is enough.</summary>
    public required ImmutableArray<string> Parameters { get; init; }

    /// <inheritdoc/>
    public override string Advice => $"Give {Sentence.Or(Parameters)}";

    private protected override string Code => "missing_parameter";

    internal override IEnumerable<string> Named => Parameters;

    internal override string? Problem(IReadOnlyDictionary<string, object> parameters) =>
        Parameters.Any(parameters.ContainsKey) ? null : $"{Sentence.Or(Parameters)} is missing";
}
