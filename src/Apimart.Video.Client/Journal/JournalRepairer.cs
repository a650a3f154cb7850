using System.Globalization;
using Apimart.Video.Files;

namespace Apimart.Video.Journal;

/// <summary>
/// Writes the journal anew with the lines that can be believed. The original stays beside it, and until the new file is whole it
/// stays in its place too, so that a process which ends at any moment leaves one or the other. Runs under the writer's lock.
/// </summary>
internal sealed class JournalRepairer
{
    private readonly JournalFolder _folder;
    private readonly JournalFile _file;
    private readonly DateTimeOffset _now;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly List<JournalEntry> _kept = [];
    private readonly List<JournalDamage> _leftOut = [];

    /// <param name="folder">Where the journal lies.</param>
    /// <param name="file">What is told of the points that are passed.</param>
    /// <param name="now">The time, for the original's name.</param>
    internal JournalRepairer(JournalFolder folder, JournalFile file, DateTimeOffset now)
    {
        _folder = folder;
        _file = file;
        _now = now;
    }

    internal JournalRepair Run(IReadOnlyList<JournalDamage> damages)
    {
        if (damages.Count == 0)
        {
            return new JournalRepair { Path = _folder.Entries };
        }

        byte[] original = Disk.Read(_folder.Entries);
        Sort(original, damages.GroupBy(damage => damage.Line).ToDictionary(same => same.Key, same => same.First()));
        _file.Passed(JournalPoint.RepairRead, []);
        string copy = Path.Combine(_folder.Root, string.Create(CultureInfo.InvariantCulture, $"journal.damaged-{_now:yyyyMMdd-HHmmss-fff}.jsonl"));
        JournalRewriter.WriteLines(copy, [original]);
        _file.Passed(JournalPoint.RepairOriginalCopied, []);
        string part = _folder.Entries + ".part";
        JournalRewriter.WriteLines(part, JournalRewriter.Seal(_kept));
        _file.Passed(JournalPoint.RepairFileWritten, []);
        _file.Snapshot.Forget();
        Disk.Move(part, _folder.Entries, overwrite: true);
        _file.Passed(JournalPoint.RepairFileInPlace, []);
        FolderSync.Flush(_folder.Root);
        return new JournalRepair { Path = _folder.Entries, Original = copy, LinesKept = _kept.Count, LeftOut = _leftOut };
    }

    private void Sort(byte[] original, Dictionary<long, JournalDamage> damages)
    {
        long number = 0;
        int start = original.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        while (start < original.Length)
        {
            int length = original.AsSpan(start).IndexOf((byte)'\n');
            byte[] line = original.AsSpan(start, length < 0 ? original.Length - start : length).TrimEnd("\r "u8).ToArray();
            start = length < 0 ? original.Length : start + length + 1;
            number++;
            if (line.Length > 0)
            {
                Sort(line, damages.GetValueOrDefault(number));
            }
        }
    }

    private void Sort(byte[] line, JournalDamage? damage)
    {
        bool isSealed = LineSeal.TryRead(line, out _, out uint own);
        bool isWhole = isSealed ? LineSeal.Holds(line, own) : damage is null;
        JournalEntry? entry = JournalTasks.Parse(line);
        if (isWhole && entry is not null && !_seen.Add(Convert.ToBase64String(isSealed ? line.AsSpan()[..^LineSeal.Length] : line)))
        {
            // The same line a second time, as a copied block has it.
            return;
        }

        if (entry is null || !Keep(entry, isWhole))
        {
            if (damage is not null)
            {
                _leftOut.Add(damage);
            }

            return;
        }

        if (entry is { Kind: JournalEntryKind.Accepted, Key: { } key } && _keys.Add(key))
        {
            _kept.Add(new JournalEntry { Kind = JournalEntryKind.Intent, Time = entry.Time, Key = key, Server = entry.Server });
        }

        _kept.Add(entry with { Version = JournalEntry.CurrentVersion, Torn = false });
    }

    /// <summary>Of what is not whole, only an intent stays: it can keep a row from being paid for again, and do nothing else.</summary>
    private bool Keep(JournalEntry entry, bool isWhole) => entry switch
    {
        { Kind: JournalEntryKind.Intent, Key: { } key } => (isWhole || entry is { Job: not null, Digest: not null }) && (_keys.Add(key) || isWhole),
        { Kind: JournalEntryKind.Accepted, Key: not null, TaskId: not null } => isWhole,
        { Kind: JournalEntryKind.Repeat or JournalEntryKind.Unknown or JournalEntryKind.Refused or JournalEntryKind.NotExecuted } =>
            isWhole && entry.Key is not null && _keys.Contains(entry.Key),
        { Kind: JournalEntryKind.State or JournalEntryKind.Saved or JournalEntryKind.Uploaded } => isWhole,
        _ => false,
    };
}
