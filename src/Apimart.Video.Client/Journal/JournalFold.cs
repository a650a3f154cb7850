using Microsoft.Win32.SafeHandles;

namespace Apimart.Video.Journal;

/// <summary>
/// What one or several journals tell, each thing once. Joining is commutative, associative and idempotent, and the lines come out
/// in an order that the facts alone decide: journals that are merged in any order, any number of times, are the same to the byte.
/// </summary>
internal sealed class JournalFold
{
    private readonly Dictionary<string, RowFold> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TaskFold> _tasks = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Server, string Sha256), JournalEntry> _uploads = [];
    private readonly Dictionary<string, JournalEntry> _unsent = new(StringComparer.Ordinal);

    internal IReadOnlyDictionary<string, RowFold> Rows => _rows;

    internal IReadOnlyDictionary<string, TaskFold> Tasks => _tasks;

    /// <summary>The rows that were refused before they were sent, by their keys, as they were last told of.</summary>
    internal IReadOnlyDictionary<string, JournalEntry> Unsent => _unsent;

    /// <summary>Reads a file that an index has looked through and found whole.</summary>
    internal static JournalFold Read(SafeFileHandle file, JournalIndex index)
    {
        JournalFold fold = new();
        FoldReader reader = new(fold);
        JournalFile.Walk(file, JournalFile.MarkLength(file), index.Position, (line, _) => reader.Add(line));
        reader.Add(JournalFile.WholeTail(file, index.Position, index.Seal));
        return fold;
    }

    internal RowFold? Find(string key) => _rows.GetValueOrDefault(key);

    internal void AddIntent(JournalEntry intent)
    {
        if (_rows.TryGetValue(intent.Key!, out RowFold? row))
        {
            row.AddIntent(intent);
        }
        else
        {
            _rows.Add(intent.Key!, new RowFold(intent));
        }
    }

    internal void AddToTask(JournalEntry entry)
    {
        if (!_tasks.TryGetValue(entry.TaskId!, out TaskFold? task))
        {
            _tasks.Add(entry.TaskId!, task = new TaskFold());
        }

        task.Add(entry);
    }

    internal void AddUnsent(JournalEntry entry) => FoldOrder.KeepLatest(_unsent, entry.Key!, entry);

    internal void AddUpload(JournalEntry entry) => FoldOrder.KeepLatest(_uploads, (entry.Server ?? string.Empty, entry.Sha256!), entry);

    internal void Join(JournalFold other)
    {
        foreach ((string key, RowFold row) in other._rows)
        {
            if (!_rows.TryGetValue(key, out RowFold? known))
            {
                _rows.Add(key, known = new RowFold(row.Intent));
            }

            known.Join(row);
        }

        foreach ((string id, TaskFold task) in other._tasks)
        {
            if (!_tasks.TryGetValue(id, out TaskFold? known))
            {
                _tasks.Add(id, known = new TaskFold());
            }

            known.Join(task);
        }

        foreach (JournalEntry unsent in other._unsent.Values)
        {
            AddUnsent(unsent);
        }

        foreach (JournalEntry upload in other._uploads.Values)
        {
            AddUpload(upload);
        }
    }

    /// <summary>Takes rows out, with all that is known of their tasks.</summary>
    internal void Remove(string? key, string? taskId)
    {
        IEnumerable<string> tasks = taskId is null ? [] : [taskId];
        _unsent.Remove(key ?? string.Empty);
        if (key is not null && _rows.Remove(key, out RowFold? row))
        {
            tasks = tasks.Concat(row.TaskIds);
        }

        foreach (string id in tasks)
        {
            _tasks.Remove(id);
        }
    }

    /// <summary>Takes out the links of pictures that ended before a time.</summary>
    internal void RemoveUploadsUntil(DateTimeOffset end)
    {
        foreach (var ended in _uploads.Where(upload => upload.Value.Expires < end).ToArray())
        {
            _uploads.Remove(ended.Key);
        }
    }

    /// <summary>
    /// The lines: rows in the order in which they were submitted or refused here, then endings, files and uploads in the order in which
    /// they came.
    /// </summary>
    internal IEnumerable<JournalEntry> Lines()
    {
        HashSet<string> known = [.. _rows.Values.SelectMany(row => row.TaskIds)];
        var rows = _rows.Values.Select(row => (row.Time, Name: row.Key, Lines: row.Lines()));
        var strays = _tasks.Where(task => !known.Contains(task.Key)).Select(task => (task.Value.Time, Name: task.Key, Lines: task.Value.FirstLine()));
        var unsent = _unsent.Values.Select(row => (row.Time, Name: row.Key!, Lines: (IEnumerable<JournalEntry>)[row]));
        return rows.Concat(strays).Concat(unsent)
            .OrderBy(group => group.Time)
            .ThenBy(group => group.Name, StringComparer.Ordinal)
            .SelectMany(group => group.Lines)
            .Concat(InOrder(_tasks.SelectMany(task => task.Value.StateLine(known.Contains(task.Key)))))
            .Concat(InOrder(_tasks.Values.SelectMany(task => task.SavedLines())))
            .Concat(InOrder(_uploads.Values));
    }

    private static IEnumerable<JournalEntry> InOrder(IEnumerable<JournalEntry> entries) => entries
        .OrderBy(entry => entry.Time)
        .ThenBy(entry => entry.TaskId ?? entry.Sha256, StringComparer.Ordinal)
        .ThenBy(entry => entry.Index)
        .ThenBy(entry => entry.Path ?? entry.Server, StringComparer.Ordinal);
}
