using Apimart.Video.Account;
using Apimart.Video.Api;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;

namespace Apimart.Video.Submits;

/// <summary>What the journal keeps of what came of a claimed row.</summary>
internal static class SubmitEntries
{
    /// <summary>The server accepted it.</summary>
    internal static JournalEntry Accepted(ITaskJournal journal, ApimartTask task, bool replayed) =>
        journal.Entry(JournalEntryKind.Accepted) with
        {
            Key = task.IdempotencyKey,
            TaskId = task.TaskId,
            Replayed = replayed,
            StatusText = task.StatusText,
            Created = task.CreatedAt,
            Estimated = task.EstimatedTime?.TotalSeconds,
            Reserved = task.ReservedCost,
        };

    /// <summary>The server named a task beside a fault: accepted or not, the id may be all that is left of it.</summary>
    internal static JournalEntry Named(ITaskJournal journal, SubmitClaim claim, SubmitReceipt receipt) =>
        journal.Entry(JournalEntryKind.Unknown) with
        {
            Key = claim.IdempotencyKey,
            TaskId = receipt.Task.TaskId,
            Code = receipt.Fault?.Code,
            Message = receipt.Fault?.Message,
        };

    /// <summary>It has no task; whether that is sure is in the kind.</summary>
    internal static JournalEntry NotAccepted(ITaskJournal journal, SubmitClaim claim, Exception fault) =>
        journal.Entry(KindOf(claim, fault)) with
        {
            Key = claim.IdempotencyKey,
            Code = (fault as ApimartException)?.Code,
            Message = fault.Message,
        };

    /// <summary>That a repetition was not accepted tells nothing of the first request: its outcome stays unknown.</summary>
    internal static string KindOf(SubmitClaim claim, Exception fault) =>
        claim.Kind == ClaimKind.Repeat ? JournalEntryKind.Unknown : KindOf(fault);

    private static string KindOf(Exception fault) => fault switch
    {
        OperationCanceledException or CostRefusedException => JournalEntryKind.NotExecuted,
        ApimartException api => SubmitVerdicts.Of(api) switch
        {
            SubmitVerdict.Refused => JournalEntryKind.Refused,
            SubmitVerdict.NotExecuted => JournalEntryKind.NotExecuted,
            _ => JournalEntryKind.Unknown,
        },
        _ => JournalEntryKind.Unknown,
    };
}
