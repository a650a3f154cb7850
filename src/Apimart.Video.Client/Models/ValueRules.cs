using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using Apimart.Video.Text;

namespace Apimart.Video.Models;

/// <summary>The number lies between two bounds, both included.</summary>
public sealed class RangeRule : ParameterRule
{
    /// <summary>The smallest allowed number, or none.</summary>
    public double? Minimum { get; init; }

    /// <summary>The largest allowed number, or none.</summary>
    public double? Maximum { get; init; }

    /// <summary>A number outside the bounds that has a meaning of its own, such as -1 for "automatic".</summary>
    public double? Except { get; init; }

    /// <inheritdoc/>
    public override string Allowed
    {
        get
        {
            string range = (Minimum, Maximum) switch
            {
                ({ } low, { } high) => $"{Text(low)} to {Text(high)}",
                ({ } low, null) => $"{Text(low)} or more",
                (null, { } high) => $"{Text(high)} or less",
                _ => "any number",
            };
            return Except is { } special ? $"{range}, or {Text(special)}" : range;
        }
    }

    internal override bool Fits(ParameterType type) => type is ParameterType.Integer or ParameterType.Number;

    internal override bool Allows(object value)
    {
        double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return number == Except || (number >= (Minimum ?? double.MinValue) && number <= (Maximum ?? double.MaxValue));
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}

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

/// <summary>A list has an allowed number of items.</summary>
public sealed class CountRule : ParameterRule
{
    /// <summary>The allowed numbers of items, where only some are.</summary>
    public ImmutableArray<int> Counts { get; init; } = [];

    /// <summary>Numbers of items that are not allowed although their neighbours are.</summary>
    public ImmutableArray<int> Not { get; init; } = [];

    /// <summary>The smallest allowed number of items, or none.</summary>
    public int? Minimum { get; init; }

    /// <summary>The largest allowed number of items, or none.</summary>
    public int? Maximum { get; init; }

    /// <inheritdoc/>
    public override string Allowed
    {
        get
        {
            if (!Counts.IsEmpty)
            {
                return $"{Sentence.Or(Texts(Counts))} items";
            }

            if (!Not.IsEmpty)
            {
                return $"any number of items but {Sentence.Or(Texts(Not))}";
            }

            return (Minimum, Maximum) switch
            {
                ({ } low, { } high) when low == high => $"exactly {low} items",
                ({ } low, { } high) => $"{low} to {high} items",
                ({ } low, null) => $"at least {low} items",
                (null, { } high) => $"at most {high} items",
                _ => "any number of items",
            };
        }
    }

    internal override bool Fits(ParameterType type) =>
        type is ParameterType.StringArray or ParameterType.ObjectArray or ParameterType.SingleString;

    internal override bool Allows(object value)
    {
        int count = ((ICollection)value).Count;
        return (Counts.IsEmpty || Counts.Contains(count))
            && !Not.Contains(count)
            && count >= (Minimum ?? 0)
            && count <= (Maximum ?? int.MaxValue);
    }

    internal override string Describe(object value) =>
        ((ICollection)value).Count switch { 1 => "with 1 item", var count => $"with {count} items" };

    private static IEnumerable<string> Texts(ImmutableArray<int> numbers) =>
        numbers.Select(number => number.ToString(CultureInfo.InvariantCulture));
}

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

/// <summary>That the model takes the parameter at all is not sure; whoever gives it is told so.</summary>
public sealed class DoubtRule : ParameterRule
{
    /// <inheritdoc/>
    public override string Allowed => "it at your own risk";

    internal override bool Fits(ParameterType type) => true;

    internal override bool Allows(object value) => false;

    internal override string Problem(string parameter, object value, string model) =>
        $"That {model} takes {parameter} is not sure: {Source}.";
}
