using Apimart.Video.Api;
using Apimart.Video.Models;
using Apimart.Video.Models.Rows;
using Apimart.Video.Tasks;

namespace Apimart.Video.Journal;

/// <summary>What the rows of jobs count, kept where all machines that share a journal see it. A row that was surely not accepted counts nothing by itself.</summary>
internal interface IJobLedger
{
    /// <summary>The place of the last entry of the journal; what was counted by it is to be told with it.</summary>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    long Head { get; }

    /// <summary>Tells what a job's rows count, in US dollars by key. A row that changed since, or was set aside since, keeps what it has.</summary>
    /// <param name="job">The job.</param>
    /// <param name="costs">What each row counts.</param>
    /// <param name="head">The <see cref="Head"/> from before the rows were read.</param>
    /// <returns>What the job has spent.</returns>
    /// <exception cref="ApimartException">The journal cannot be written.</exception>
    Task<decimal> CountAsync(string job, IReadOnlyDictionary<string, decimal> costs, long head);

    /// <summary>Sets a row's price aside, in place of what the row counted before, unless the job would pass its limit.</summary>
    /// <returns>Whether it was; and what the job has spent with it, or without the row where it was not.</returns>
    /// <exception cref="ApimartException">The journal cannot be written.</exception>
    Task<(bool IsGranted, decimal Spent)> ReserveAsync(string job, string key, decimal cost, decimal cap);
}

/// <summary>What a journal holds of jobs, by their rows' identities; each job is read once, when it is first asked for.</summary>
internal sealed class JobLedger
{
    private readonly ITaskJournal _journal;
    private readonly Dictionary<string, Job> _jobs = new(StringComparer.OrdinalIgnoreCase);

    internal JobLedger(ITaskJournal journal) => _journal = journal;

    /// <summary>How often a row's task ended without a video, over all runs.</summary>
    /// <exception cref="Api.ApimartException">The journal cannot be read.</exception>
    internal int FailuresOf(string job, PreparedRequest request, int occurrence, int take) =>
        Of(job).Failures.GetValueOrDefault((request.Digest, occurrence, take));

    /// <summary>
    /// Which of the equal rows a row of this name was; null where the journal has none of the name, or cannot be read: then nothing of the
    /// job is sent, as its submits tell.
    /// </summary>
    internal int? OccurrenceOf(string job, PreparedRequest request, int take, IEnumerable<string> names)
    {
        try
        {
            return names
                .Select(name => Of(job).Occurrences.TryGetValue((request.Digest, take, Key(name)), out int occurrence) ? occurrence : (int?)null)
                .FirstOrDefault(found => found is not null);
        }
        catch (Api.ApimartException)
        {
            return null;
        }
    }

    private Job Of(string name)
    {
        if (!_jobs.TryGetValue(name, out Job? job))
        {
            _jobs.Add(name, job = new Job());
            foreach (ApimartTask task in _journal.Query(new JournalQuery { JobName = other => other.Equals(name, StringComparison.OrdinalIgnoreCase) }))
            {
                job.Add(task);
            }
        }

        return job;
    }

    private static string Key(string name) => name.Trim().ToUpperInvariant();

    private sealed class Job
    {
        internal Dictionary<(string Digest, int Occurrence, int Take), int> Failures { get; } = [];

        internal Dictionary<(string Digest, int Take, string Name), int> Occurrences { get; } = [];

        internal void Add(ApimartTask task)
        {
            if (task is not { Digest: { } digest, Take: { } take })
            {
                return;
            }

            if (task.Failures > 0)
            {
                Failures[(digest, task.Occurrence, take)] = task.Failures;
            }

            foreach (string name in RowLabel.NamesOf((task.Row ?? new Dictionary<string, string>()).Select(cell => new RowCell(cell.Key, cell.Value))))
            {
                Occurrences.TryAdd((digest, take, Key(name)), task.Occurrence);
            }
        }
    }
}
