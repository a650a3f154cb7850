using System.Net.Http.Headers;
using Apimart.Video.Api;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;

namespace Apimart.Video.Submits;

/// <summary>Sends submits, and repeats one only where the server cannot have accepted it.</summary>
internal sealed class Submitter
{
    private readonly ApiTransport _transport;
    private readonly ApimartClientOptions _options;
    private readonly Retries _retries;

    internal Submitter(ApiTransport transport, ApimartClientOptions options)
    {
        _transport = transport;
        _options = options;
        _retries = Retries.OfPosts(options.TimeProvider);
    }

    /// <exception cref="ApimartException">The answer names no task, or there was none.</exception>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was cancelled between two attempts; nothing was accepted.
    /// </exception>
    internal async Task<SubmitReceipt> SubmitAsync(SubmitClaim claim, CancellationToken cancellationToken)
    {
        // Once the server said that it executes a request of this key, no later answer proves that it did not.
        ApimartException? executing = null;
        try
        {
            return await _retries
                .RunAsync(_ => PostOnceAsync(claim, fault => executing = fault), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (ApimartException fault) when (executing is not null || SubmitVerdicts.Of(fault) is SubmitVerdict.Unknown)
        {
            throw SubmitErrors.OutcomeUnknown(fault);
        }
        catch (OperationCanceledException) when (executing is not null)
        {
            throw SubmitErrors.OutcomeUnknown(executing);
        }
        catch (ApimartException fault) when (fault.IsNotSent)
        {
            throw SubmitErrors.NotSent(fault);
        }
    }

    /// <summary>Sends the bytes once. Once sent, they are not called back: the answer is worth more than a quick end.</summary>
    /// <param name="claim">What is sent.</param>
    /// <param name="executes">Is told where the server says that it executes a request of this key.</param>
    private async Task<SubmitReceipt> PostOnceAsync(SubmitClaim claim, Action<ApimartException> executes)
    {
        claim.Deadline?.ThrowIfPassed();
        using HttpRequestMessage message = new(HttpMethod.Post, claim.Route)
        {
            Content = new ReadOnlyMemoryContent(claim.Body),
        };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.Add("Idempotency-Key", claim.IdempotencyKey);
        ApiAnswer answer = await _transport
            .SendAsync(message, _options.SubmitTimeout, CancellationToken.None)
            .ConfigureAwait(false);
        ApimartException? fault = ApiErrors.From(answer, ApiCall.Submit);
        IReadOnlyList<string> ids = answer.Body is { } found ? TaskIds.FindAll(found, beside: fault is not null) : [];
        if (ids.Count == 0)
        {
            ApimartException refusal = fault ?? ApiErrors.NoTaskId(answer);
            if (SubmitVerdicts.Of(refusal) == SubmitVerdict.InProgress)
            {
                executes(refusal);
            }

            throw refusal;
        }

        ApimartTask task = TaskReader.ReadHandle(answer.Body!.Value, ids[0]);
        return new SubmitReceipt(task, answer.IsReplayed, fault, [.. ids.Skip(1)])
        {
            IsAccepted = answer.IsSuccess,
        };
    }
}

/// <summary>A submit's answer that names a task.</summary>
/// <param name="Task">The task as the answer describes it.</param>
/// <param name="IsReplayed">Whether the server gave the answer of an earlier request with the same key.</param>
/// <param name="Fault">What the answer says against it; null where it says nothing.</param>
/// <param name="Others">Further ids that the answer names.</param>
internal sealed record SubmitReceipt(ApimartTask Task, bool IsReplayed, ApimartException? Fault, IReadOnlyList<string> Others)
{
    /// <summary>Whether the answer's status says that the task was accepted, whatever else it says.</summary>
    internal bool IsAccepted { get; init; } = true;
}
