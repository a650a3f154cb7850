namespace Apimart.Video.Journal;

/// <summary>Which of two entries stays: the same one whatever the order in which they come.</summary>
internal static class FoldOrder
{
    internal static JournalEntry Latest(JournalEntry left, JournalEntry right) => Compare(left, right) >= 0 ? left : right;

    internal static JournalEntry Earliest(JournalEntry left, JournalEntry right) => Compare(left, right) <= 0 ? left : right;

    internal static void KeepLatest<TKey>(IDictionary<TKey, JournalEntry> entries, TKey key, JournalEntry entry)
        where TKey : notnull =>
        entries[key] = entries.TryGetValue(key, out JournalEntry? known) ? Latest(known, entry) : entry;

    internal static void KeepEarliest<TKey>(IDictionary<TKey, JournalEntry> entries, TKey key, JournalEntry entry)
        where TKey : notnull =>
        entries[key] = entries.TryGetValue(key, out JournalEntry? known) ? Earliest(known, entry) : entry;

    /// <summary>The longer text, or the first in ordinal order of two that are equally long.</summary>
    internal static string? Longest(string? left, string? right) =>
        left is null ? right
        : right is null ? left
        : left.Length != right.Length ? left.Length > right.Length ? left : right
        : Least(left, right);

    internal static string? Least(string? left, string? right) =>
        left is null ? right : right is null ? left : string.CompareOrdinal(left, right) <= 0 ? left : right;

    internal static T? Least<T>(T? left, T? right)
        where T : struct, IComparable<T> =>
        left is not { } one ? right : right is not { } two ? left : one.CompareTo(two) <= 0 ? left : right;

    /// <summary>A user's columns of one row: all of them; in their own order where both sides have the same.</summary>
    internal static IReadOnlyDictionary<string, string>? Columns(
        IReadOnlyDictionary<string, string>? left,
        IReadOnlyDictionary<string, string>? right)
    {
        if (left is null || right is null || left.SequenceEqual(right))
        {
            return left ?? right;
        }

        return left.Concat(right)
            .GroupBy(column => column.Key, StringComparer.Ordinal)
            .OrderBy(column => column.Key, StringComparer.Ordinal)
            .ToDictionary(column => column.Key, column => column.Select(one => one.Value).Min(StringComparer.Ordinal)!, StringComparer.Ordinal);
    }

    /// <summary>A row's columns as they came, from one of two machines: a mixture would be nobody's row.</summary>
    internal static IReadOnlyDictionary<string, string?>? Cells(
        IReadOnlyDictionary<string, string?>? left,
        IReadOnlyDictionary<string, string?>? right) =>
        left is null ? right
        : right is null ? left
        : string.CompareOrdinal(Text(left), Text(right)) <= 0 ? left : right;

    private static string Text(IReadOnlyDictionary<string, string?> cells) =>
        string.Concat(cells.Select(cell => $"{cell.Key}\0{cell.Value is null}\0{cell.Value}\0"));

    private static int Compare(JournalEntry left, JournalEntry right)
    {
        int order = left.Time.CompareTo(right.Time);
        return order != 0 || ReferenceEquals(left, right)
            ? order
            : JournalBatch.ToLine(left).AsSpan().SequenceCompareTo(JournalBatch.ToLine(right));
    }
}
