using Apimart.Video.Api;
using Apimart.Video.Chains;
using Apimart.Video.Journal;

namespace Apimart.Video.Binding;

/// <summary>What the journal has of the rows of a line, so far as it decides whether one is sent again.</summary>
/// <param name="journal">The journal.</param>
/// <param name="retryUnknown">Whether rows whose outcome is unknown are to be sent again.</param>
/// <param name="retryFailed">Whether rows whose task failed are to be made again.</param>
/// <param name="maximumAttempt">How often a row may be made in all; null for no limit.</param>
internal sealed class RowHistory(ITaskJournal journal, bool retryUnknown, bool retryFailed, int? maximumAttempt)
{
    /// <summary>What the journal has of the rows' jobs.</summary>
    internal JobLedger Ledger { get; } = new(journal);

    /// <summary>Whether a row is made again if its task failed.</summary>
    internal bool RetriesFailed(PreparedRow row, PreparedVideo video) => retryFailed && !IsWornOut(row, video);

    /// <summary>Whether a row failed as often as it may be made.</summary>
    internal bool IsWornOut(PreparedRow row, PreparedVideo video) =>
        retryFailed && maximumAttempt is { } most && row.JobName is { } job && FailuresOf(job, video) >= most;

    /// <summary>Whether the journal has a video already, so that nothing has to be sent for it.</summary>
    internal bool IsSettled(PreparedRow row, PreparedVideo video)
    {
        try
        {
            return row.JobName is { } job && journal.FindSettled(new ClaimRequest(video.Request, job, video.Occurrence)
            {
                Take = video.Take,
                RetryUnknown = retryUnknown,
                RetryFailed = RetriesFailed(row, video),
            }) is not null;
        }
        catch (ApimartException)
        {
            return false;
        }
    }

    /// <summary>Whether the journal has no row of a job; one that cannot be read is told by the submit itself.</summary>
    internal bool IsNew(string job)
    {
        try
        {
            return !journal.HasJob(job);
        }
        catch (ApimartException unreadable) when (unreadable.Kind == ApimartErrorKind.JournalUnavailable)
        {
            return false;
        }
    }

    /// <summary>A journal that cannot be read is told by the submit itself, which then sends nothing.</summary>
    private int FailuresOf(string job, PreparedVideo video)
    {
        try
        {
            return Ledger.FailuresOf(job, video.Request, video.Occurrence, video.Take);
        }
        catch (ApimartException)
        {
            return int.MaxValue;
        }
    }
}
