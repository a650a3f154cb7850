using System.Collections.Immutable;

namespace Apimart.Video.Models;

/// <summary>A field of each object in a list is one of some values; objects without the field pass.</summary>
public sealed class FieldRule : ParameterRule
{
    /// <summary>The field's name on the wire.</summary>
    public required string Field { get; init; }

    /// <summary>The allowed values.</summary>
    public required ImmutableArray<string> Values { get; init; }

    /// <inheritdoc/>
    public override string Allowed => $"{Field} {Sentence.Or(Values)}";

    internal override bool Fits(ParameterType type) => type is ParameterType.Object or ParameterType.ObjectArray;

    internal override bool Allows(object value) => Wrong(value) is null;

    internal override string Describe(object value) => $"with {Field} '{Sentence.Shorten(Wrong(value)!)}'";

    private string? Wrong(object value) =>
        ParameterValue.Texts(value, Field).FirstOrDefault(text => !Values.Contains(text, StringComparer.Ordinal));
}
