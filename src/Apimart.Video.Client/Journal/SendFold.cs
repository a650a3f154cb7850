namespace Apimart.Video.Journal;

/// <summary>What is known of one time that a row was sent. A sure refusal outweighs whatever else was noted of it.</summary>
internal sealed class SendFold
{
    /// <summary>Answers that leave the outcome open, by the task that they name; empty where they name none.</summary>
    internal SortedDictionary<string, JournalEntry> Open { get; } = new(StringComparer.Ordinal);

    /// <summary>Refused or not executed.</summary>
    internal JournalEntry? Free { get; private set; }

    internal bool IsOpen => Free is null;

    internal void Add(JournalEntry answer)
    {
        if (answer.Kind == JournalEntryKind.Unknown)
        {
            FoldOrder.KeepLatest(Open, answer.TaskId ?? string.Empty, answer);
        }
        else
        {
            Free = Free is null ? answer : FoldOrder.Latest(Free, answer);
        }
    }

    internal void Join(SendFold other)
    {
        foreach (JournalEntry answer in other.Lines())
        {
            Add(answer);
        }
    }

    internal IEnumerable<JournalEntry> Lines() => Free is null ? Open.Values : Open.Values.Append(Free);
}

/// <summary>One time that a row was sent: when, and by whom, tells it from any other.</summary>
internal sealed record SendId(DateTimeOffset Time, string? Writer) : IComparable<SendId>
{
    internal static SendId Of(JournalEntry entry) => new(entry.Time, entry.Writer);

    public int CompareTo(SendId? other) => other is null ? 1
        : Time.CompareTo(other.Time) is var order and not 0 ? order
        : string.CompareOrdinal(Writer, other.Writer);
}
