using Apimart.Video.Tasks;

namespace Apimart.Video.Journal;

/// <summary>What became of a row, in one word: each row of a job has exactly one. Everything that counts rows counts these.</summary>
/// <remarks>A long, since PowerShell's ConvertTo-Json writes such a value as its word.</remarks>
public enum RowOutcome : long
{
    /// <summary>On its way to the server, waiting there, or being made.</summary>
    Running,

    /// <summary>The video is ready and not saved, or not all of its files are.</summary>
    Unsaved,

    /// <summary>Each of its videos was saved to a file.</summary>
    Saved,

    /// <summary>Its task ended without a video; it is not charged.</summary>
    Failed,

    /// <summary>The request was refused; nothing was charged.</summary>
    Refused,

    /// <summary>It did not reach the server, or was not executed; the same line sends it again.</summary>
    NotSent,

    /// <summary>It may or may not have been accepted, and may be charged.</summary>
    Unknown,
}

/// <summary>The one rule that says which outcome a row has.</summary>
internal static class RowOutcomes
{
    /// <param name="status">Where the task stands.</param>
    /// <param name="saved">How many of its videos were saved.</param>
    /// <param name="videos">How many videos it has, as far as is known.</param>
    internal static RowOutcome Of(ApimartTaskStatus status, int saved, int videos) => status switch
    {
        ApimartTaskStatus.Completed or ApimartTaskStatus.Processing or ApimartTaskStatus.Submitted when saved >= Math.Max(1, videos) => RowOutcome.Saved,
        ApimartTaskStatus.Completed => RowOutcome.Unsaved,
        ApimartTaskStatus.Failed or ApimartTaskStatus.Cancelled or ApimartTaskStatus.Expired or ApimartTaskStatus.NotFound => RowOutcome.Failed,
        ApimartTaskStatus.Refused => RowOutcome.Refused,
        ApimartTaskStatus.NotSent => RowOutcome.NotSent,
        ApimartTaskStatus.OutcomeUnknown => RowOutcome.Unknown,
        _ => RowOutcome.Running,
    };
}
