using System.Runtime.ExceptionServices;
using Apimart.Video.Api;
using Apimart.Video.Errors;
using Apimart.Video.Tasks;
using Microsoft.Win32.SafeHandles;

namespace Apimart.Video.Journal;

/// <summary>What the journal tells.</summary>
public abstract partial class EntryJournal
{
    private const int RowsReadTogether = 256;

    /// <summary>A reader keeps a quarter of a megabyte of the file; more of them than this gain nothing.</summary>
    private const int MostReaders = 4;

    /// <summary>A task as it was last recorded, or null where the journal does not know it.</summary>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    public ApimartTask? Find(string taskId) =>
        Read(file => _index.Find(taskId) is { } row ? JournalTasks.Restore(row, file) : null);

    /// <summary>The files that a task's videos were saved to, by video.</summary>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    public IReadOnlyList<SavedFile> SavedOf(string taskId) =>
        Read(file => _index.Find(taskId) is { } row ? JournalTasks.Saved(row, file).ToArray() : []) ?? [];

    /// <summary>The task that a file was saved for, or null where the journal does not know the file.</summary>
    /// <param name="path">The file's full path.</param>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    public string? OwnerOf(string path) => Read(_ => _index.OwnerOf(path));

    /// <summary>
    /// The tasks that this journal's server was given, in the order in which they were submitted. A row that is being sent at this
    /// moment is <see cref="ApimartTaskStatus.Submitting"/>.
    /// </summary>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    public IEnumerable<ApimartTask> Query(JournalQuery query)
    {
        JournalFilter filter = new(query, _server, _index, _presence);
        return Walk(filter, ReadSideBySide<ApimartTask>(filter.Restore)).Where(filter.Wants);
    }

    /// <summary>Reads something of each row that is wanted; the lock is held for some rows at a time.</summary>
    private IEnumerable<T> Walk<T>(JournalFilter filter, RowReader<T> read)
    {
        int generation = 0;
        JournalRow[] rows = Read(_ =>
        {
            generation = _index.Generation;
            return _index.Rows.Where(filter.Wants).ToArray();
        }) ?? [];
        LineReader[] lines = [];
        foreach (JournalRow[] some in rows.Chunk(RowsReadTogether))
        {
            foreach (T one in Read(file => read(Current(some, generation), lines = Reopen(lines, file))) ?? [])
            {
                yield return one;
            }
        }
    }

    /// <summary>Something of each of some rows, by as many readers of their lines as are given.</summary>
    private delegate T[] RowReader<T>(JournalRow[] rows, LineReader[] lines);

    private static LineReader[] Reopen(LineReader[] lines, SafeFileHandle file)
    {
        if (lines.Length == 0)
        {
            lines = [.. Enumerable.Range(0, Math.Min(Environment.ProcessorCount, MostReaders)).Select(_ => new LineReader(file))];
        }

        foreach (LineReader one in lines)
        {
            one.Reopen(file);
        }

        return lines;
    }

    /// <summary>The file may have been written anew since the rows were found.</summary>
    private JournalRow[] Current(JournalRow[] rows, int generation) =>
        generation == _index.Generation ? rows : [.. rows.Select(_index.Current).OfType<JournalRow>()];

    private static RowReader<T> ReadInOrder<T>(Func<JournalRow, LineReader, T> read) =>
        (rows, lines) => Array.ConvertAll(rows, row => read(row, lines[0]));

    /// <summary>Long lists are read by all processors, each its own part of the rows.</summary>
    private static RowReader<T> ReadSideBySide<T>(Func<JournalRow, LineReader, T> read) => (rows, lines) =>
    {
        if (rows.Length < RowsReadTogether)
        {
            return ReadInOrder(read)(rows, lines);
        }

        T[] all = new T[rows.Length];
        try
        {
            Parallel.For(0, lines.Length, part =>
            {
                int end = rows.Length * (part + 1) / lines.Length;
                for (int at = rows.Length * part / lines.Length; at < end; at++)
                {
                    all[at] = read(rows[at], lines[part]);
                }
            });
        }
        catch (AggregateException faults)
        {
            ExceptionDispatchInfo.Throw(faults.InnerExceptions[0]);
        }

        return all;
    };

    /// <summary>The names of the jobs, the newest first; quick, however many tasks there are.</summary>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    public IReadOnlyList<string> JobNames() =>
        Read(_ => _index.Rows
            .Where(row => row.Job is not null && row.Server == _server)
            .Select(row => row.Job!)
            .Reverse()
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToArray()) ?? [];

    /// <summary>The lines that cannot be believed, in the order of the file.</summary>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    public IReadOnlyList<JournalDamage> Damages() => Read(_ => _index.Damages.ToArray()) ?? [];

    /// <summary>Whether this journal holds any row of a job.</summary>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    public bool HasJob(string jobName) => Read(_ => _index.HasJob(_server, jobName.Trim()));

    /// <summary>The newest completed tasks of some models, in the order in which they were submitted.</summary>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    public IReadOnlyList<PastTask> NewestOf(IReadOnlyCollection<string> models, int most) =>
        Read(file => _index.Rows
            .Where(row => row is { Status: ApimartTaskStatus.Completed, Duration: not null, Model: not null }
                && row.Server == _server
                && models.Contains(row.Model, StringComparer.OrdinalIgnoreCase))
            .TakeLast(most)
            .Select(row => JournalTasks.Past(row, file))
            .ToArray()) ?? [];
}
