using Apimart.Video.Account;
using Apimart.Video.Api;
using Apimart.Video.Chains;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Tasks;
using Apimart.Video.Uploads;

namespace Apimart.Video.Submits;

/// <summary>Submits a row: its intent is on the disk before it is sent, and the answer is before it is handed on.</summary>
internal sealed class JournalledSubmit
{
    private readonly Submitter _submitter;
    private readonly ImagePlacer _images;
    private readonly Func<string, CancellationToken, Task<ApimartTask>> _look;
    private readonly ITaskJournal? _journal;
    private readonly TimeProvider _time;

    internal JournalledSubmit(
        Submitter submitter,
        ImagePlacer images,
        Func<string, CancellationToken, Task<ApimartTask>> look,
        ApimartClientOptions options)
    {
        _submitter = submitter;
        _images = images;
        _look = look;
        _journal = options.Journal;
        _time = options.TimeProvider;
    }

    internal async Task<ApimartTask> SubmitAsync(
        PreparedRequest request,
        SubmitOptions options,
        CancellationToken cancellationToken)
    {
        bool ofJob = !string.IsNullOrWhiteSpace(options.JobName);
        if (ofJob)
        {
            _journal?.RequireLocks();
        }
        else if (_journal?.LooseRecordWarning() is { } warning)
        {
            options.Warn?.Invoke(warning);
        }

        await (options.Budget?.OpenJobAsync(options.JobName, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        SubmitClaim? settled = (request.Images.IsEmpty && request.Link is null) || !ofJob
            ? null
            : _journal?.FindSettled(options.ClaimOf(request));
        if (settled is not null)
        {
            await CorrectAsync(_journal!, options, request.Prompt).ConfigureAwait(false);
        }
        else
        {
            request = await FollowAsync(request, options, cancellationToken).ConfigureAwait(false);
            request = request.Images.IsEmpty ? request : await _images.PlaceAsync(request, cancellationToken).ConfigureAwait(false);
        }

        if (_journal is null)
        {
            SubmitClaim own = new(ClaimKind.New, IdempotencyKey.Create(), request.Route, request.Body, null);
            SubmitReceipt receipt = await (options.Budget is { } limit
                ? PayAsync(limit, own, request, options, reserve: null, cancellationToken)
                : LeaveAsync(own, options, cancellationToken)).ConfigureAwait(false);
            if (!receipt.IsAccepted)
            {
                receipt = await ConfirmAsync(receipt, cancellationToken).ConfigureAwait(false);
            }

            WarnOf(receipt, options);
            return Complete(receipt, request, options, own.IdempotencyKey);
        }

        SubmitClaim claim = settled ?? await _journal.ClaimAsync(options.ClaimOf(request), cancellationToken).ConfigureAwait(false);
        return claim.Kind switch
        {
            ClaimKind.Known => claim.Task! with { WorkedOnBy = await WorkOnAsync(_journal, claim).ConfigureAwait(false) },
            ClaimKind.Elsewhere => claim.Task!,
            ClaimKind.Unknown => await FindAsync(_journal, claim, request, options, cancellationToken).ConfigureAwait(false)
                ?? throw SubmitErrors.StillUnknown(claim.Task),
            ClaimKind.Repeat when await FindAsync(_journal, claim, request, options, cancellationToken).ConfigureAwait(false) is { } found => found,
            _ => await SendAsync(_journal, claim, request, options, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>No stand-in ever leaves: a request whose video to go on from is not there is not claimed.</summary>
    /// <exception cref="ChainBrokenException">The video it goes on from will not come.</exception>
    private static async Task<PreparedRequest> FollowAsync(PreparedRequest request, SubmitOptions options, CancellationToken cancellationToken)
    {
        if (request.Link is null)
        {
            return request;
        }

        PreparedRequest followed = options.Follow is { } follow ? await follow(request, cancellationToken).ConfigureAwait(false) : request;
        return followed.Link is null
            ? followed
            : throw new InvalidOperationException($"The request goes on from {request.Link.Shown}, and nothing brings it.");
    }

    /// <summary>A row that is settled is no longer refused; that it once was matters less than the row.</summary>
    private static async Task CorrectAsync(ITaskJournal journal, SubmitOptions options, string prompt)
    {
        try
        {
            await journal.RecordCorrectedAsync(options.JobName!, RowName.Of(options.Row, prompt)).ConfigureAwait(false);
        }
        catch (ApimartException)
        {
            // The journal only advises here.
        }
    }

    /// <summary>Who works on a row that was accepted before; to wait for one twice does no harm.</summary>
    private static async Task<string?> WorkOnAsync(ITaskJournal journal, SubmitClaim claim)
    {
        try
        {
            return await journal.WorkOnAsync(claim.IdempotencyKey).ConfigureAwait(false);
        }
        catch (ApimartException)
        {
            return null;
        }
    }

    private async Task<ApimartTask> SendAsync(
        ITaskJournal journal,
        SubmitClaim claim,
        PreparedRequest request,
        SubmitOptions options,
        CancellationToken cancellationToken)
    {
        SubmitReceipt receipt;
        decimal? reserved = null;
        try
        {
            receipt = await (options.Budget is { } limit
                ? PayAsync(limit, claim, request, options, cost => reserved = cost, cancellationToken)
                : LeaveAsync(claim, options, cancellationToken)).ConfigureAwait(false);
        }
        catch (ApimartException fault) when (options.JobName is not null && SubmitVerdicts.IsKeyReused(fault))
        {
            // A job's keys are derived: that the server knows this one means that the row itself was sent from elsewhere.
            ApimartException known = SubmitErrors.SentFromElsewhere(fault);
            await RecordAsync(journal, claim.NotAccepted(journal, KindOf(claim, known), known), options).ConfigureAwait(false);
            throw known;
        }
        catch (Exception fault)
        {
            JournalEntry entry = claim.NotAccepted(journal, KindOf(claim, fault), fault);
            await RecordAsync(journal, entry.Kind == JournalEntryKind.Unknown ? entry with { Reserved = reserved } : entry, options).ConfigureAwait(false);
            throw;
        }

        foreach (string other in receipt.Others)
        {
            await RecordOtherAsync(journal, other, request, options).ConfigureAwait(false);
        }

        if (!receipt.IsAccepted)
        {
            // The id may be all that is left of a paid video: it is on the disk before anything else is asked.
            await RecordAsync(journal, claim.Named(journal, receipt.Task.TaskId, receipt.Fault) with { Reserved = reserved }, options).ConfigureAwait(false);
            receipt = await ConfirmAsync(receipt, cancellationToken).ConfigureAwait(false);
        }

        WarnOf(receipt, options);
        ApimartTask task = Complete(receipt, request, options, claim.IdempotencyKey) with { ReservedCost = reserved };
        await RecordAsync(journal, claim.Accepted(journal, task, receipt.IsReplayed), options).ConfigureAwait(false);
        return task;
    }

    /// <summary>
    /// A further id may be a paid task too. It stands in the journal as a task of its own, beside the row: the first wait for it
    /// tells.
    /// </summary>
    private Task RecordOtherAsync(ITaskJournal journal, string other, PreparedRequest request, SubmitOptions options) => IsKnown(journal, other)
        ? Task.CompletedTask
        : RecordAsync(
            journal,
            journal.Entry(JournalEntryKind.State) with
            {
                TaskId = other,
                Model = request.Model,
                Status = ApimartTaskStatus.Submitted,
                Created = _time.GetUtcNow(),
            },
            options);

    /// <summary>Whether the journal has a task already, which may have ended since; one that cannot be read does not tell.</summary>
    private static bool IsKnown(ITaskJournal journal, string taskId)
    {
        try
        {
            return journal.Find(taskId) is not null;
        }
        catch (ApimartException)
        {
            return false;
        }
    }

    /// <summary>A row whose outcome is unknown, but whose answer named a task: accepted, if the server knows that task by now.</summary>
    private async Task<ApimartTask?> FindAsync(
        ITaskJournal journal,
        SubmitClaim claim,
        PreparedRequest request,
        SubmitOptions options,
        CancellationToken cancellationToken)
    {
        if (claim.Task is not { TaskId.Length: > 0 } named)
        {
            return null;
        }

        try
        {
            ApimartTask seen = await _look(named.TaskId, cancellationToken).ConfigureAwait(false);
            ApimartTask task = Complete(new SubmitReceipt(seen, IsReplayed: false, Fault: null, []), request, options, claim.IdempotencyKey);
            await RecordAsync(journal, claim.Accepted(journal, task, replayed: false), options).ConfigureAwait(false);
            return task;
        }
        catch (ApimartException)
        {
            return null;
        }
    }

    /// <summary>Asks for a task that was named beside a fault.</summary>
    /// <exception cref="ApimartException">The server does not know it; the outcome is unknown.</exception>
    private async Task<SubmitReceipt> ConfirmAsync(SubmitReceipt receipt, CancellationToken cancellationToken)
    {
        ApimartException fault = receipt.Fault!;
        try
        {
            return receipt with { Task = await _look(receipt.Task.TaskId, cancellationToken).ConfigureAwait(false) };
        }
        catch (Exception unread) when (unread is ApimartException or OperationCanceledException)
        {
            throw SubmitErrors.UnconfirmedTask(receipt.Task.TaskId, fault);
        }
    }

    private static void WarnOf(SubmitReceipt receipt, SubmitOptions options)
    {
        if (receipt.Fault is { } fault)
        {
            options.Warn?.Invoke(
                $"The task {receipt.Task.TaskId} was accepted, though the answer also says: {fault.Message} Waiting for it will tell.");
        }

        if (receipt.Others.Count > 0)
        {
            options.Warn?.Invoke(
                $"The answer names more than one task; {receipt.Task.TaskId} is taken. The others may be paid too; Get-ApimartJournal -Unfinished has them: {string.Join(", ", receipt.Others)}");
        }
    }

    private Task<SubmitReceipt> LeaveAsync(SubmitClaim claim, SubmitOptions options, CancellationToken cancellationToken)
    {
        options.Leaving?.Invoke();
        return _submitter.SubmitAsync(claim, cancellationToken);
    }

    /// <summary>Sends within the limit of the spend: the price is set aside before, and given back where nothing can have been accepted.</summary>
    private async Task<SubmitReceipt> PayAsync(
        CostGuard budget,
        SubmitClaim claim,
        PreparedRequest request,
        SubmitOptions options,
        Action<decimal>? reserve,
        CancellationToken cancellationToken)
    {
        decimal cost;
        await (options.Turn?.WaitAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        try
        {
            string key = claim.IdempotencyKey;
            cost = await budget.ReserveAsync(request, options.JobName, repeatedKey: key, cancellationToken, claimedKey: key).ConfigureAwait(false);
        }
        finally
        {
            options.Turn?.End();
        }

        reserve?.Invoke(cost);
        try
        {
            return await LeaveAsync(claim, options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (KindOf(claim, fault) != JournalEntryKind.Unknown)
        {
            budget.Release(cost, options.JobName);
            throw;
        }
    }

    /// <summary>What a failure proves. That a repetition was not accepted tells nothing of the first request: its outcome stays unknown.</summary>
    internal static string KindOf(SubmitClaim claim, Exception fault) => fault switch
    {
        _ when claim.Kind == ClaimKind.Repeat => JournalEntryKind.Unknown,
        OperationCanceledException or CostRefusedException => JournalEntryKind.NotExecuted,
        ApimartException api when SubmitVerdicts.Of(api) is SubmitVerdict.Refused => JournalEntryKind.Refused,
        ApimartException api when SubmitVerdicts.Of(api) is SubmitVerdict.NotExecuted => JournalEntryKind.NotExecuted,
        _ => JournalEntryKind.Unknown,
    };

    private ApimartTask Complete(SubmitReceipt receipt, PreparedRequest request, SubmitOptions options, string key) =>
        receipt.Task with
        {
            Model = request.Model,
            Prompt = request.Prompt,
            JobName = options.JobName,
            Machine = Environment.MachineName,
            RowNumber = options.Row?.Number,
            Take = options.Take,
            Occurrence = options.Occurrence,
            Digest = request.Digest,
            Row = ApimartTask.Columns(options.Row?.Cells ?? options.Row?.Columns),
            OwnColumns = ApimartTask.Columns(options.Row?.Columns),
            CreatedAt = receipt.Task.CreatedAt ?? _time.GetUtcNow(),
            Request = request.Canonical,
            IdempotencyKey = key,
        };

    /// <summary>What the server answered stands, whatever the disk does: the task is handed on, and the entry is written later.</summary>
    private static async Task RecordAsync(ITaskJournal journal, JournalEntry entry, SubmitOptions options)
    {
        if (await journal.RecordAnswerAsync(entry).ConfigureAwait(false) is { } fault)
        {
            options.Warn?.Invoke(entry.TaskId is { } id
                ? $"The task {id} was accepted, but that could not be recorded: {fault.Message} Keep its id."
                : $"The outcome of a submit could not be recorded: {fault.Message}");
        }
    }
}
