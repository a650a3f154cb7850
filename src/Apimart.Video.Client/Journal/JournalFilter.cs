using Apimart.Video.Tasks;

namespace Apimart.Video.Journal;

/// <summary>Tells which rows a query wants; first by what the index knows, then, for files, by the task itself.</summary>
internal sealed class JournalFilter
{
    private readonly JournalQuery _query;
    private readonly string? _server;
    private readonly IWriterPresence _presence;
    private readonly JournalIndex _index;

    internal JournalFilter(JournalQuery query, string? server, JournalIndex index, IWriterPresence presence)
    {
        _index = index;
        _query = query;
        _server = server;
        _presence = presence;
    }

    internal bool Wants(JournalRow row)
    {
        if (row.Server != _server || row.IsCorrected || _index.IsSuperseded(row))
        {
            return false;
        }

        ApimartTaskStatus status = StatusOf(row);
        bool running = status is ApimartTaskStatus.Submitted or ApimartTaskStatus.Processing;
        return (_query.JobName is not { } wanted || (row.Job is { } job && wanted(job)))
            && (_query.Since is not { } since || row.Time >= since)
            && (_query.Statuses is not { Count: > 0 } statuses || statuses.Contains(status))
            && (!_query.Unfinished || running)
            && (!_query.Unsaved || running || status == ApimartTaskStatus.Completed);
    }

    /// <summary>The task of a row; one whose sender lives has no outcome yet.</summary>
    internal ApimartTask Restore(JournalRow row, LineReader lines)
    {
        ApimartTask task = JournalTasks.Restore(row, lines);
        return IsOnItsWay(row) ? task with { Status = ApimartTaskStatus.Submitting, StatusText = null, Error = null } : task;
    }

    internal bool Wants(ApimartTask task) =>
        !_query.Unsaved || task.Outcome is RowOutcome.Running or RowOutcome.Unsaved;

    internal ApimartTaskStatus StatusOf(JournalRow row) => IsOnItsWay(row) ? ApimartTaskStatus.Submitting : JournalTasks.StatusOf(row);

    private bool IsOnItsWay(JournalRow row) => row.Submit == RowState.Sending && _presence.IsAlive(row.Writer);
}
