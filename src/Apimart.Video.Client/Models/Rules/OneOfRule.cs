using System.Collections.Immutable;

namespace Apimart.Video.Models;

/// <summary>The value is one of a list.</summary>
public sealed class OneOfRule : ParameterRule
{
    /// <summary>The allowed values, in the document's spelling and order.</summary>
    public required ImmutableArray<string> Values { get; init; }

    /// <summary>Whether the document promises that the server takes any case.</summary>
    public bool IgnoreCase { get; init; }

    /// <inheritdoc/>
    public override string Allowed => Sentence.Or(Values);

    internal override bool Fits(ParameterType type) =>
        type is ParameterType.String or ParameterType.Integer or ParameterType.Number or ParameterType.Boolean;

    internal override bool Allows(object value) =>
        Values.Contains(ParameterValue.Format(value), StringComparer.OrdinalIgnoreCase);

    /// <summary>The list's spelling of the value: no server but those with <see cref="IgnoreCase"/> is known to take another.</summary>
    internal object Spell(object value) =>
        value is string text
            ? Values.FirstOrDefault(known => known.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? text
            : value;
}
