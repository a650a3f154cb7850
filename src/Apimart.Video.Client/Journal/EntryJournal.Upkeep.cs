using Apimart.Video.Api;
using Apimart.Video.Tasks;
using Microsoft.Win32.SafeHandles;

namespace Apimart.Video.Journal;

/// <summary>Merging journals, and keeping one short.</summary>
public abstract partial class EntryJournal
{
    /// <summary>
    /// Merges journals into this one: those of other machines, or of the parts of a batch. Any order and any number of times come to
    /// the same file. No task that any of them had accepted is lost.
    /// </summary>
    /// <returns>What each of them brought, in their order.</returns>
    /// <exception cref="ApimartException">This journal cannot be read or written, or is damaged; it is as it was.</exception>
    public Task<IReadOnlyList<JournalImport>> ImportAsync(IReadOnlyList<JournalSource> sources) => AloneAsync<IReadOnlyList<JournalImport>>(() =>
    {
        JournalFold fold = Fold();
        List<JournalImport> done = [];
        foreach (JournalSource source in sources)
        {
            done.Add(JournalImport.Of(fold, source, Path));
            fold.Join(source.Fold);
        }

        Rewrite(fold);
        return done;
    });

    /// <summary>All that this journal tells, to be merged into another.</summary>
    /// <exception cref="ApimartException">The journal cannot be read, is damaged, or holds entries of a later version.</exception>
    public JournalSource ToSource() => new(Path, Fold());

    /// <summary>What could be forgotten: jobs as wholes, and tasks outside any job.</summary>
    /// <param name="jobName">Which jobs; null for all, and for what is outside jobs.</param>
    /// <param name="before">Only jobs whose last row was submitted before this time, and single tasks from before it.</param>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    public IReadOnlyList<JobRemoval> FindRemovable(Func<string, bool>? jobName, DateTimeOffset? before) =>
        Read(file => _index.Rows
            .Where(row => row.Server == _server && (row.Job is null ? jobName is null : jobName?.Invoke(row.Job) != false))
            .GroupBy(row => row.Job?.ToUpperInvariant())
            .Select(job => job.Key is null ? [.. job.Where(row => before is null || row.Time < before)] : job.ToArray())
            .Where(job => job.Length > 0 && (before is null || job.All(row => row.Time < before)))
            .Select(job => ToRemoval(job, file))
            .ToArray()) ?? [];

    /// <summary>
    /// Forgets jobs, and writes the journal anew without what nobody needs any more. Whoever runs a forgotten row again pays for it
    /// again.
    /// </summary>
    /// <param name="jobs">What <see cref="FindRemovable"/> found; none, to forget nothing and only make the file shorter.</param>
    /// <param name="force">Whether what is not settled goes as well.</param>
    /// <exception cref="ApimartException">
    /// The journal cannot be read or written, is damaged, or a job has changed since it was looked at; the journal is as it was.
    /// </exception>
    public Task<JournalRemoval> RemoveAsync(IReadOnlyList<JobRemoval> jobs, bool force) => AloneAsync(() =>
    {
        JournalFold fold = Fold();
        long before = Length;
        JournalRow[] rows = [.. jobs.SelectMany(job => Checked(job, force))];
        foreach (JournalRow row in rows)
        {
            fold.Remove(row.Key, row.TaskId);
        }

        DropPictures(fold);
        fold.RemoveUploadsUntil(Now);
        Rewrite(fold);
        return new JournalRemoval
        {
            Path = Path,
            Jobs = [.. jobs.Select(job => job.JobName).OfType<string>()],
            Rows = rows.Length,
            LengthBefore = before,
            Length = Length,
        };
    });

    private JournalFold Fold() => Read(file =>
        _index.HasDamages ? throw JournalErrors.DamagedHere(Path, [.. _index.Damages], MendingAdvice)
        : _index.HasLaterEntries ? throw JournalErrors.Later(Path)
        : JournalFold.Read(file, _index)) ?? new JournalFold();

    private JobRemoval ToRemoval(JournalRow[] rows, SafeFileHandle file)
    {
        JournalRow[] sent = [.. rows.Where(IsBeingSent)];
        (JournalRow Row, ApimartTask Task)[] others = [.. rows.Except(sent).Select(row => (row, JournalTasks.Restore(row, file)))];
        return new JobRemoval
        {
            JobName = rows[^1].Job,
            Rows = rows.Length,
            Cost = others.Sum(other => other.Task.Cost ?? 0),
            Unsettled = [.. others.Where(other => !IsSettled(other.Task)).Select(other => other.Task)],
            BeingSent = sent.Length,
            Found = [.. others.Select(other => other.Row)],
            Settled = [.. others.Where(other => IsSettled(other.Task)).Select(other => other.Row)],
        };
    }

    private static bool IsSettled(ApimartTask task) => task.Outcome is not (RowOutcome.Running or RowOutcome.Unsaved or RowOutcome.Unknown);

    /// <summary>Looks again under the lock: only what was agreed to goes.</summary>
    private IReadOnlyList<JournalRow> Checked(JobRemoval agreed, bool force)
    {
        HashSet<(string?, string?)> names = [.. agreed.Removable(force).Select(row => (row.Key, row.TaskId))];
        JobRemoval? now = FindRemovable(agreed.JobName is null ? null : name => name.Equals(agreed.JobName, StringComparison.OrdinalIgnoreCase), before: null)
            .FirstOrDefault(job => job.JobName is null == agreed.JobName is null);
        JournalRow[] rows = [.. (now?.Removable(force) ?? []).Where(row => names.Contains((row.Key, row.TaskId)))];
        return rows.Length == names.Count && (agreed.JobName is null || (rows.Length == now!.Rows))
            ? rows
            : throw JournalErrors.JobChanged(agreed.JobName);
    }

    /// <summary>A finished row's pictures are not sent again; a failed one's may be, and one in doubt has to be able to.</summary>
    private void DropPictures(JournalFold fold) => Read(_ =>
    {
        foreach (RowFold row in fold.Rows.Values.Where(row => row.Accepted.Count > 0))
        {
            if (row.Accepted.All(id => _index.Find(id) is { Status: ApimartTaskStatus.Completed })
                && SettledPictures.Drop(row.Intent.Body) is { } body)
            {
                row.ReplaceBody(body);
            }
        }

        return true;
    });
}
