using Apimart.Video.Account;
using Apimart.Video.Images;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Tasks;

namespace Apimart.Video.Api;

/// <summary>Submits a row: its intent is on the disk before it is sent, and the answer is before it is handed on.</summary>
internal sealed class JournalledSubmit
{
    private readonly Submitter _submitter;
    private readonly ImagePlacer _images;
    private readonly TaskJournal? _journal;
    private readonly TimeProvider _time;
    private readonly string _apiKey;

    internal JournalledSubmit(Submitter submitter, ImagePlacer images, ApimartClientOptions options)
    {
        _submitter = submitter;
        _images = images;
        _journal = options.Journal;
        _time = options.TimeProvider;
        _apiKey = options.ApiKey;
    }

    internal async Task<ApimartTask> SubmitAsync(
        PreparedRequest request,
        SubmitOptions options,
        CancellationToken cancellationToken)
    {
        SubmitClaim? settled = request.Images.IsEmpty || string.IsNullOrWhiteSpace(options.JobName)
            ? null
            : _journal?.FindSettled(request, options.JobName, options.Occurrence, options.RetryUnknown, options.RetryFailed, options.Take);
        if (settled is null && !request.Images.IsEmpty)
        {
            request = await _images.PlaceAsync(request, cancellationToken).ConfigureAwait(false);
        }

        if (_journal is null)
        {
            SubmitClaim own = new(ClaimKind.New, IdempotencyKey.Create(), request.Route, request.Body, null);
            SubmitReceipt receipt = await PayAsync(own, request, options, cancellationToken).ConfigureAwait(false);
            return Complete(receipt, request, options, own.IdempotencyKey);
        }

        SubmitClaim claim = settled ?? await _journal
            .ClaimAsync(request, options.JobName, options.Occurrence, options.RetryUnknown, cancellationToken, options.RetryFailed, options.Take)
            .ConfigureAwait(false);
        return claim.Kind switch
        {
            ClaimKind.Known => claim.Task!,
            ClaimKind.Unknown => throw SubmitErrors.StillUnknown(claim.Task),
            _ => await SendAsync(_journal, claim, request, options, cancellationToken).ConfigureAwait(false),
        };
    }

    private async Task<ApimartTask> SendAsync(
        TaskJournal journal,
        SubmitClaim claim,
        PreparedRequest request,
        SubmitOptions options,
        CancellationToken cancellationToken)
    {
        SubmitReceipt receipt;
        try
        {
            receipt = await PayAsync(claim, request, options, cancellationToken).ConfigureAwait(false);
        }
        catch (ApimartException fault) when (options.JobName is not null && SubmitJudge.IsKeyReused(fault))
        {
            // A job's keys are derived: that the server knows this one means that the row itself was sent from elsewhere.
            ApimartException known = SubmitErrors.SentFromElsewhere(fault);
            await RecordAsync(journal, NotAccepted(journal, claim, known), options).ConfigureAwait(false);
            throw known;
        }
        catch (Exception fault)
        {
            await RecordAsync(journal, NotAccepted(journal, claim, fault), options).ConfigureAwait(false);
            throw;
        }

        ApimartTask task = Complete(receipt, request, options, claim.IdempotencyKey);
        await RecordAsync(journal, Accepted(journal, task, receipt.IsReplayed), options).ConfigureAwait(false);
        return task;
    }

    /// <summary>Sends within the budget: the price is set aside before, and given back where nothing can have been accepted.</summary>
    private async Task<SubmitReceipt> PayAsync(
        SubmitClaim claim,
        PreparedRequest request,
        SubmitOptions options,
        CancellationToken cancellationToken)
    {
        if (options.Budget is not { } budget)
        {
            return await _submitter.SubmitAsync(claim.Route, claim.Body, claim.IdempotencyKey, cancellationToken).ConfigureAwait(false);
        }

        decimal cost = await budget.ReserveAsync(request, options.JobName, cancellationToken).ConfigureAwait(false);
        try
        {
            return await _submitter.SubmitAsync(claim.Route, claim.Body, claim.IdempotencyKey, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (KindOf(fault) != JournalEntryKind.Unknown)
        {
            budget.Release(cost);
            throw;
        }
    }

    private ApimartTask Complete(SubmitReceipt receipt, PreparedRequest request, SubmitOptions options, string key) =>
        receipt.Task with
        {
            Model = request.Model,
            Prompt = request.Prompt,
            JobName = options.JobName,
            CreatedAt = receipt.Task.CreatedAt ?? _time.GetUtcNow(),
            Request = request.Canonical,
            IdempotencyKey = key,
        };

    private static JournalEntry Accepted(TaskJournal journal, ApimartTask task, bool replayed) =>
        journal.Entry(JournalEntryKind.Accepted) with
        {
            Key = task.IdempotencyKey,
            TaskId = task.TaskId,
            Replayed = replayed,
            StatusText = task.StatusText,
            Created = task.CreatedAt,
            Estimated = task.EstimatedTime?.TotalSeconds,
        };

    private JournalEntry NotAccepted(TaskJournal journal, SubmitClaim claim, Exception fault) =>
        journal.Entry(KindOf(claim, fault)) with
        {
            Key = claim.IdempotencyKey,
            Code = (fault as ApimartException)?.Code,
            // A server may repeat the key in its refusal of it.
            Message = fault.Message.Replace(_apiKey, "***", StringComparison.Ordinal),
        };

    /// <summary>That a repetition was not accepted tells nothing of the first request: its outcome stays unknown.</summary>
    private static string KindOf(SubmitClaim claim, Exception fault) =>
        claim.Kind == ClaimKind.Repeat ? JournalEntryKind.Unknown : KindOf(fault);

    private static string KindOf(Exception fault) => fault switch
    {
        OperationCanceledException or CostRefusedException => JournalEntryKind.NotExecuted,
        ApimartException { Kind: ApimartErrorKind.OutcomeUnknown } => JournalEntryKind.Unknown,
        ApimartException api => SubmitJudge.Judge(api) switch
        {
            SubmitVerdict.Refused => JournalEntryKind.Refused,
            SubmitVerdict.NotExecuted => JournalEntryKind.NotExecuted,
            _ => JournalEntryKind.Unknown,
        },
        _ => JournalEntryKind.Unknown,
    };

    /// <summary>What the server answered stands, whatever the disk does: the task is handed on, and the entry is written later.</summary>
    private static async Task RecordAsync(TaskJournal journal, JournalEntry entry, SubmitOptions options)
    {
        try
        {
            await journal.RecordAnswerAsync(entry).ConfigureAwait(false);
        }
        catch (ApimartException fault)
        {
            journal.Owe(entry);
            options.Warn?.Invoke(entry.TaskId is { } id
                ? $"The task {id} was accepted, but that could not be recorded: {fault.Message} Keep its id."
                : $"The outcome of a submit could not be recorded: {fault.Message}");
        }
    }
}
