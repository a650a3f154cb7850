using System.Globalization;

namespace Apimart.Video.Models;

/// <summary>A text is no longer than a number of characters.</summary>
public sealed class LengthRule : ParameterRule
{
    /// <summary>The largest number of characters (Unicode text elements).</summary>
    public required int Maximum { get; init; }

    /// <inheritdoc/>
    public override string Allowed => $"at most {Maximum} characters";

    internal override bool Fits(ParameterType type) => type is ParameterType.String;

    internal override bool Allows(object value) => Count(value) <= Maximum;

    internal override string Describe(object value) => $"of {Count(value)} characters";

    private static int Count(object value) => new StringInfo((string)value).LengthInTextElements;
}
