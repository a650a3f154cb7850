using System.Collections.Immutable;

namespace Apimart.Video.Models;

/// <summary>At most one of some parameters is given.</summary>
public sealed class ExclusiveRule : RequestRule
{
    /// <summary>The names of the parameters that exclude each other.</summary>
    public required ImmutableArray<string> Parameters { get; init; }

    /// <inheritdoc/>
    public override string Advice => $"Give only one of {Sentence.And(Parameters)}";

    internal override IEnumerable<string> Named => Parameters;

    internal override string? Problem(IReadOnlyDictionary<string, object> parameters)
    {
        List<string> given = Parameters.Where(parameters.ContainsKey).ToList();
        return given.Count > 1 ? $"{Sentence.And(given)} exclude each other" : null;
    }
}
