using System.Collections;
using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Apimart.Video.Models;

/// <summary>Some parameters have together an allowed number of items; a minimum of 1 asks for at least one of them.</summary>
public sealed class TotalRule : RequestRule
{
    /// <summary>The names of the parameters whose items are counted; a parameter that is not a list counts as one item.</summary>
    public required ImmutableArray<string> Parameters { get; init; }

    /// <summary>The smallest allowed number, or none.</summary>
    public int? Minimum { get; init; }

    /// <summary>The largest allowed number, or none.</summary>
    public int? Maximum { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Advice => (Minimum, Maximum) switch
    {
        ({ } low, null) => $"Give at least {low} of {Sentence.Or(Parameters)}",
        (null, { } high) => $"Give {Sentence.And(Parameters)} at most {high} items together",
        _ => $"Give {Sentence.And(Parameters)} {Minimum} to {Maximum} items together",
    };

    private protected override string Code => Minimum is null ? base.Code : "missing_parameter";

    internal override string? Problem(IReadOnlyDictionary<string, object> parameters)
    {
        int count = Parameters.Sum(name => parameters.TryGetValue(name, out object? value) ? Count(value) : 0);
        if (count < Minimum)
        {
            return $"{Sentence.Or(Parameters)} is missing";
        }

        return count > Maximum ? $"{Sentence.And(Parameters)} with {count} items together are not possible" : null;
    }

    private static int Count(object value) => value is ICollection items ? items.Count : 1;
}
