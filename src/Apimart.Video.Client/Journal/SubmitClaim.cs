using System.Text;
using Apimart.Video.Api;
using Apimart.Video.Models;
using Apimart.Video.Tasks;

namespace Apimart.Video.Journal;

/// <summary>What the journal says to a row that wants to be submitted.</summary>
internal enum ClaimKind
{
    /// <summary>The row is new, and claimed: it may be sent.</summary>
    New,

    /// <summary>The row's outcome was unknown, and the user asked to send it again.</summary>
    Repeat,

    /// <summary>The row was sent before and not executed: it may be sent, with the same key and bytes.</summary>
    Again,

    /// <summary>The row was accepted before.</summary>
    Known,

    /// <summary>Another machine is sending the row at this moment, and lives.</summary>
    Elsewhere,

    /// <summary>The row was sent before and its outcome is unknown.</summary>
    Unknown,

    /// <summary>The journal holds entries of a later format: whether the row was sent cannot be told.</summary>
    Unreadable,

    /// <summary>Lines of the journal cannot be believed, and the row may stand in one of them.</summary>
    Damaged,
}

/// <summary>A row's standing in the journal; where it may be sent, the intent is on the disk.</summary>
/// <param name="Kind">Whether it may be sent.</param>
/// <param name="IdempotencyKey">The key to send it with, or the key it was sent with.</param>
/// <param name="Route">Where to send it, below the API's address.</param>
/// <param name="Body">The exact bytes to send.</param>
/// <param name="Task">The task as last recorded, where it is known or unknown.</param>
internal sealed record SubmitClaim(ClaimKind Kind, string IdempotencyKey, string Route, ReadOnlyMemory<byte> Body, ApimartTask? Task)
{
    /// <summary>Until when it may be sent; null where nobody else could send it meanwhile.</summary>
    internal ClaimDeadline? Deadline { get; init; }

    /// <summary>A claim on a row that is sent as its intent says.</summary>
    internal static SubmitClaim ToSend(ClaimKind kind, string key, JournalEntry intent) => new(
        kind,
        key,
        intent.Route ?? PreparedRequest.GenerationRoute,
        Encoding.UTF8.GetBytes(intent.Body ?? string.Empty),
        Task: null);

    /// <summary>What the journal keeps where the server accepted the row.</summary>
    internal JournalEntry Accepted(ITaskJournal journal, ApimartTask task, bool replayed) => journal.Entry(JournalEntryKind.Accepted) with
    {
        Key = IdempotencyKey,
        TaskId = task.TaskId,
        Replayed = replayed,
        StatusText = task.StatusText,
        Created = task.CreatedAt,
        Estimated = task.EstimatedTime?.TotalSeconds,
        Reserved = task.ReservedCost,
    };

    /// <summary>Where the server named a task beside a fault: accepted or not, the id may be all that is left of it.</summary>
    internal JournalEntry Named(ITaskJournal journal, string taskId, ApimartException? fault) => journal.Entry(JournalEntryKind.Unknown) with
    {
        Key = IdempotencyKey,
        TaskId = taskId,
        Code = fault?.Code,
        Message = fault?.Message,
    };

    /// <summary>Where the row has no task; whether that is sure is in the kind.</summary>
    internal JournalEntry NotAccepted(ITaskJournal journal, string kind, Exception fault) => journal.Entry(kind) with
    {
        Key = IdempotencyKey,
        Code = (fault as ApimartException)?.Code,
        Message = fault.Message,
    };

    /// <summary>What is told of a row that is not sent.</summary>
    internal static SubmitClaim NotToSend(ClaimKind kind, string key, ApimartTask? task) =>
        new(kind, key, PreparedRequest.GenerationRoute, Body: default, task);
}
