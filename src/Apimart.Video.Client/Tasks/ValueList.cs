using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;

namespace Apimart.Video.Tasks;

/// <summary>
/// A list that does not change, is equal to another with the same items, and reads as one line where a table has one cell for it.
/// </summary>
/// <typeparam name="T">What it holds.</typeparam>
[CollectionBuilder(typeof(ValueList), nameof(ValueList.Create))]
public sealed class ValueList<T> : ReadOnlyCollection<T>, IEquatable<ValueList<T>>
{
    internal static readonly new ValueList<T> Empty = new([]);

    internal ValueList(T[] items)
        : base(items)
    {
    }

    /// <summary>How many items there are.</summary>
    public int Length => Count;

    internal bool IsEmpty => Count == 0;

    /// <inheritdoc/>
    public bool Equals(ValueList<T>? other) => other is not null && this.SequenceEqual(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (T item in this)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <summary>Returns the items' texts.</summary>
    public override string ToString() => string.Join("; ", this);
}

/// <summary>Makes lists from collection expressions.</summary>
public static class ValueList
{
    /// <summary>A list of some items.</summary>
    /// <typeparam name="T">What it holds.</typeparam>
    /// <param name="items">The items.</param>
    public static ValueList<T> Create<T>(ReadOnlySpan<T> items) => items.IsEmpty ? ValueList<T>.Empty : new(items.ToArray());
}
