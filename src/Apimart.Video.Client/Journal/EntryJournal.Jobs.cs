using Apimart.Video.Api;
using Apimart.Video.Tasks;

namespace Apimart.Video.Journal;

/// <summary>How the jobs stand.</summary>
public abstract partial class EntryJournal
{
    /// <summary>The jobs of this journal's server, in the order of their first rows.</summary>
    /// <param name="name">Whether a job is wanted; null for all.</param>
    /// <param name="detailed">Whether each job is to have its rows with it.</param>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    public IReadOnlyList<ApimartJob> Jobs(Func<string, bool>? name = null, bool detailed = false) =>
        [.. Gather(name, detailed, since: null).Select(Build)];

    /// <summary>What was done for jobs since a run began, in the order of their first rows.</summary>
    /// <param name="names">The jobs.</param>
    /// <param name="since">When the run began.</param>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    internal IReadOnlyList<LineSummary> Summarize(IReadOnlyCollection<string> names, DateTimeOffset since) =>
    [
        .. Gather(job => names.Contains(job, StringComparer.OrdinalIgnoreCase), detailed: false, since).Select(job => new LineSummary
        {
            Job = Build(job),
            Saved = job.SavedSince,
            Spent = job.Since.Spent,
            NotCharged = job.Since.Uncharged,
            Seconds = (Now - since).TotalSeconds,
        }),
    ];

    private ApimartJob Build(JobBuilder job) => job.Build(LastSavedOf(job));

    private IReadOnlyCollection<JobBuilder> Gather(Func<string, bool>? name, bool detailed, DateTimeOffset? since)
    {
        JournalFilter filter = new(new JournalQuery { JobName = name ?? (static _ => true) }, _server, _index, _presence);
        Dictionary<string, JobBuilder> jobs = new(StringComparer.OrdinalIgnoreCase);
        foreach ((JobBuilder job, ApimartTask? task) in Walk(filter, ReadInOrder(Take)))
        {
            if (task is not null)
            {
                job.Add(task);
            }
        }

        return jobs.Values;

        (JobBuilder, ApimartTask?) Take(JournalRow row, LineReader lines)
        {
            if (!jobs.TryGetValue(row.Job!, out JobBuilder? job))
            {
                jobs.Add(row.Job!, job = new JobBuilder(row.Job!, since));
            }

            job.Add(row, filter.StatusOf(row), lines);
            return (job, detailed ? filter.Restore(row, lines) : null);
        }
    }

    private DateTimeOffset? LastSavedOf(JobBuilder job) => job.LastSaved is not { } row ? null : Read<DateTimeOffset?>(file =>
        _index.Current(row)?.Saved is [.., var line] ? JournalTasks.Read(file, line).Time : null);
}
