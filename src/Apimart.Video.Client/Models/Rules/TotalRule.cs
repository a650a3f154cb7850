using System.Collections;
using System.Collections.Immutable;

namespace Apimart.Video.Models;

/// <summary>Some lists have together no more than a number of items.</summary>
public sealed class TotalRule : RequestRule
{
    /// <summary>The names of the lists.</summary>
    public required ImmutableArray<string> Parameters { get; init; }

    /// <summary>The largest number of items.</summary>
    public required int Maximum { get; init; }

    /// <inheritdoc/>
    public override string Advice => $"Give {Sentence.And(Parameters)} at most {Maximum} items together";

    internal override IEnumerable<string> Named => Parameters;

    internal override string? Problem(IReadOnlyDictionary<string, object> parameters)
    {
        int count = Parameters.Sum(name => parameters.TryGetValue(name, out object? list) ? ((ICollection)list).Count : 0);
        return count > Maximum ? $"{Sentence.And(Parameters)} with {count} items together are not possible" : null;
    }
}
