namespace Apimart.Video.Tasks;

/// <summary>Where a task stands. The server's own word is in <see cref="ApimartTask.StatusText"/>.</summary>
/// <remarks>A long, since PowerShell's ConvertTo-Json writes such a value as its word.</remarks>
public enum ApimartTaskStatus : long
{
    /// <summary>Accepted and waiting: submitted, pending, queued, not_start.</summary>
    Submitted,

    /// <summary>Being made: processing, in_progress, running, and every word that is not known and beside which nothing says that the task ended.</summary>
    Processing,

    /// <summary>The video is ready: completed, success, succeeded, done.</summary>
    Completed,

    /// <summary>The task ended without a video; it is not charged: failed, failure, error.</summary>
    Failed,

    /// <summary>The task was cancelled on the server: cancelled, canceled.</summary>
    Cancelled,

    /// <summary>The server gave the task up: expired, timeout.</summary>
    Expired,

    /// <summary>The server knows no task of this id (any more).</summary>
    NotFound,

    /// <summary>The request may or may not have been accepted: its bytes left and no answer came.</summary>
    OutcomeUnknown,

    /// <summary>The request was refused by the server, or here before it was sent; nothing was accepted or charged.</summary>
    Refused,

    /// <summary>
    /// The request did not reach the server, or the server said that it did not execute it; nothing was accepted or charged. The
    /// same line sends it again, with the same bytes and the same <c>Idempotency-Key</c>.
    /// </summary>
    NotSent,

    /// <summary>
    /// The request is on its way, from this process or another one, and its answer is not here yet. It is not to be sent again: the
    /// answer is recorded when it comes, and where its sender ends without one the row becomes <see cref="OutcomeUnknown"/>.
    /// </summary>
    Submitting,
}

/// <summary>The status words of the API, compared without case; the lists are those of the API's pages and of its integrators.</summary>
internal static class StatusWords
{
    /// <summary>What a word says, or null where it is not known.</summary>
    internal static ApimartTaskStatus? Parse(string? word) => word?.Trim().ToUpperInvariant() switch
    {
        "SUBMITTED" or "PENDING" or "QUEUED" or "NOT_START" => ApimartTaskStatus.Submitted,
        "PROCESSING" or "IN_PROGRESS" or "RUNNING" => ApimartTaskStatus.Processing,
        "COMPLETED" or "SUCCESS" or "SUCCEEDED" or "DONE" => ApimartTaskStatus.Completed,
        "FAILED" or "FAILURE" or "ERROR" => ApimartTaskStatus.Failed,
        "CANCELLED" or "CANCELED" => ApimartTaskStatus.Cancelled,
        "EXPIRED" or "TIMEOUT" => ApimartTaskStatus.Expired,
        _ => null,
    };
}
