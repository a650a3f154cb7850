using System.Net.Http.Headers;
using Apimart.Video.Models;
using Apimart.Video.Tasks;

namespace Apimart.Video.Api;

/// <summary>Sends submits, and repeats one only where the server cannot have accepted it.</summary>
internal sealed class Submitter
{
    private const int Attempts = 6;
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(60);

    private readonly ApiTransport _transport;
    private readonly ApimartClientOptions _options;

    internal Submitter(ApiTransport transport, ApimartClientOptions options)
    {
        _transport = transport;
        _options = options;
    }

    internal async Task<ApimartTask> SubmitAsync(
        PreparedRequest request,
        SubmitOptions options,
        CancellationToken cancellationToken)
    {
        string key = $"apv-{Guid.NewGuid():n}";
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await PostAsync(request, options, key).ConfigureAwait(false);
            }
            catch (ApimartException fault)
            {
                TimeSpan delay = Delay(attempt, fault.RetryAfter);
                switch (SubmitJudge.Judge(fault))
                {
                    case SubmitVerdict.NotExecuted when attempt < Attempts && delay <= s_longestDelay:
                        await Task.Delay(delay, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
                        continue;
                    case SubmitVerdict.Unknown:
                        throw OutcomeUnknown(fault);
                    default:
                        throw;
                }
            }
        }
    }

    /// <summary>Sends the bytes once. Once sent, they are not called back: the answer is worth more than a quick end.</summary>
    private async Task<ApimartTask> PostAsync(PreparedRequest request, SubmitOptions options, string key)
    {
        using HttpRequestMessage message = new(HttpMethod.Post, "v1/videos/generations")
        {
            Content = new ReadOnlyMemoryContent(request.Body),
        };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.Add("Idempotency-Key", key);
        ApiAnswer answer = await _transport
            .SendAsync(message, _options.SubmitTimeout, CancellationToken.None)
            .ConfigureAwait(false);
        if (ApiErrors.From(answer) is { } fault)
        {
            throw fault;
        }

        ApimartTask accepted = TaskReader.ReadHandle(answer.Body!.Value) ?? throw ApiErrors.NoTaskId(answer);
        return accepted with
        {
            Model = request.Model,
            Prompt = request.Prompt,
            JobName = options.JobName,
            CreatedAt = accepted.CreatedAt ?? _options.TimeProvider.GetUtcNow(),
            Request = request.Canonical,
            IdempotencyKey = key,
        };
    }

    private static TimeSpan Delay(int attempt, TimeSpan? retryAfter) =>
        retryAfter ?? s_firstDelay * Math.Pow(2, attempt - 1) * (0.75 + (Random.Shared.NextDouble() / 2));

    private static ApimartException OutcomeUnknown(ApimartException fault) =>
        new(
            ApimartErrorKind.OutcomeUnknown,
            $"The request was sent, but it is not known whether it was accepted: {fault.Message}",
            fault)
        {
            StatusCode = fault.StatusCode,
            Code = fault.Code,
            Type = fault.Type,
            RequestId = fault.RequestId,
            Advice = "It may have been charged, so it is not repeated by itself. Look at the balance; "
                + "to send the same request again on purpose, run the line with -RetryUnknown.",
        };
}
