using System.Collections;
using System.Collections.Immutable;
using System.Globalization;

namespace Apimart.Video.Models;

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
