namespace Apimart.Video.Journal;

/// <summary>One time that a row was sent: when, and by whom, tells it from any other.</summary>
internal sealed record SendId(DateTimeOffset Time, string? Writer) : IComparable<SendId>
{
    internal static SendId Of(JournalEntry entry) => new(entry.Time, entry.Writer);

    public int CompareTo(SendId? other) => other is null ? 1
        : Time.CompareTo(other.Time) is var order and not 0 ? order
        : string.CompareOrdinal(Writer, other.Writer);
}
