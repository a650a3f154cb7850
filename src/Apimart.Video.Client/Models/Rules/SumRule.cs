using System.Globalization;

namespace Apimart.Video.Models;

/// <summary>A field of the objects in a list adds up to another parameter.</summary>
public sealed class SumRule : RequestRule
{
    /// <summary>The name of the parameter that is a list of objects.</summary>
    public required string Parameter { get; init; }

    /// <summary>The field that is added up.</summary>
    public required string Field { get; init; }

    /// <summary>The name of the parameter that the sum has to equal.</summary>
    public required string Total { get; init; }

    /// <inheritdoc/>
    public override string Advice => $"Make the {Field} of all {Parameter} add up to {Total}";

    internal override IEnumerable<string> Named => [Parameter, Total];

    internal override string? Problem(IReadOnlyDictionary<string, object> parameters)
    {
        if (!parameters.TryGetValue(Parameter, out object? list) || !parameters.TryGetValue(Total, out object? total))
        {
            return null;
        }

        double sum = ParameterValue.Texts(list, Field)
            .Sum(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : 0);
        return sum == Convert.ToDouble(total, CultureInfo.InvariantCulture)
            ? null
            : $"the {Field} of {Parameter} adds up to {ParameterValue.Format(sum)}, not to {Total} {ParameterValue.Format(total)}";
    }
}
