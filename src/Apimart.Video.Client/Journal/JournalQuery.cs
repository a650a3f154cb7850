using Apimart.Video.Tasks;

namespace Apimart.Video.Journal;

/// <summary>Which of the journal's tasks are wanted; a task must meet every condition that is set.</summary>
public sealed class JournalQuery
{
    /// <summary>Everything.</summary>
    public static readonly JournalQuery All = new();

    /// <summary>Whether a job's name is wanted. Tasks without a job are left out where this is set.</summary>
    public Func<string, bool>? JobName { get; init; }

    /// <summary>Only what was submitted at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only these states, as last recorded; null or empty for all.</summary>
    public IReadOnlyCollection<ApimartTaskStatus>? Statuses { get; init; }

    /// <summary>Only tasks that had not ended when they were last seen.</summary>
    public bool Unfinished { get; init; }

    /// <summary>
    /// Only tasks whose video may still be saved: running ones, and finished ones without a recorded file for each video.
    /// </summary>
    public bool Unsaved { get; init; }
}
