namespace Apimart.Video.Journal;

/// <summary>The entries of one decision, which are added together, and only if the claim among them is not lost to another.</summary>
internal sealed class EntryGroup(JournalIndex index, PendingAppend? pending = null) : JournalBatch(index, indexed: true)
{
    private readonly List<JournalEntry> _entries = [];

    /// <summary>Whose decision it is; null for what is owed.</summary>
    internal PendingAppend? Pending { get; } = pending;

    /// <summary>The same for each time that the same claim is sent to the database.</summary>
    internal Guid Claim { get; } = Guid.NewGuid();

    internal IReadOnlyList<JournalEntry> Entries => _entries;

    internal override void Add(JournalEntry entry) => _entries.Add(entry);
}
