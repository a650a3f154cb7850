namespace Apimart.Video.Journal;

/// <summary>
/// Takes in one journal in the order of its lines, which says what no single line does: which sending an answer belongs to, and
/// which of two endings is the later one even where the clock was set back between them.
/// </summary>
internal sealed class FoldReader
{
    private readonly JournalFold _fold;
    private readonly Dictionary<string, SendId> _sends = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Name, int Part), JournalEntry> _last = [];

    internal FoldReader(JournalFold fold)
    {
        _fold = fold;
    }

    /// <summary>Takes in a line; what is no entry, as the rest of a write that was cut short, is passed over.</summary>
    internal void Add(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd("\r "u8);
        if (!line.IsEmpty && JournalTasks.Parse(line) is { } entry)
        {
            Add(entry with { Version = JournalEntry.CurrentVersion, Torn = false, Time = entry.Time.ToUniversalTime() });
        }
    }

    internal void Add(JournalEntry entry)
    {
        switch (entry)
        {
            case { Kind: JournalEntryKind.Intent, Key: { } key }:
                _sends[key] = SendId.Of(entry);
                _fold.AddIntent(entry);
                break;
            case { Kind: JournalEntryKind.Repeat, Key: { } key } when _fold.Find(key) is { } row:
                _sends[key] = SendId.Of(entry);
                row.Send(_sends[key]);
                break;
            case { Kind: JournalEntryKind.Accepted, Key: { } key, TaskId: not null } when _fold.Find(key) is { } row:
                row.Accept(entry);
                break;
            case { Kind: JournalEntryKind.Unknown or JournalEntryKind.Refused or JournalEntryKind.NotExecuted, Key: { } key }
                when _fold.Find(key) is { } row:
                row.Send(_sends[key]).Add(entry);
                break;
            case { Kind: JournalEntryKind.State, TaskId: not null }:
                _fold.AddToTask(Later(entry, entry.TaskId, part: -1));
                break;
            case { Kind: JournalEntryKind.Saved, TaskId: not null, Path: not null }:
                _fold.AddToTask(Later(entry, entry.TaskId, entry.Index ?? 0));
                break;
            case { IsOfUnsentRow: true }:
                _fold.AddUnsent(Later(entry, entry.Key!, part: -2));
                break;
            case { Kind: JournalEntryKind.Uploaded, Sha256: not null }:
                _fold.AddUpload(entry);
                break;
            default:
                break;
        }
    }

    private JournalEntry Later(JournalEntry entry, string name, int part)
    {
        if (_last.TryGetValue((name, part), out JournalEntry? last)
            && entry.Time <= last.Time
            && !JournalBatch.ToLine(entry).AsSpan().SequenceEqual(JournalBatch.ToLine(last)))
        {
            entry = entry with { Time = last.Time.AddTicks(1) };
        }

        _last[(name, part)] = entry;
        return entry;
    }
}
