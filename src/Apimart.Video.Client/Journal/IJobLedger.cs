using Apimart.Video.Api;

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
