using System.Globalization;

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
