using System.Net.Http.Headers;
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

    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was cancelled between two attempts; nothing was accepted.
    /// </exception>
    internal async Task<SubmitReceipt> SubmitAsync(
        ReadOnlyMemory<byte> body,
        string key,
        CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await PostAsync(body, key).ConfigureAwait(false);
            }
            catch (ApimartException fault)
            {
                TimeSpan delay = Delay(attempt, fault.RetryAfter);
                bool mayRepeat = attempt < Attempts && delay <= s_longestDelay;
                switch (SubmitJudge.Judge(fault))
                {
                    case SubmitVerdict.NotExecuted or SubmitVerdict.InProgress when mayRepeat:
                        await Task.Delay(delay, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
                        continue;
                    case SubmitVerdict.Unknown or SubmitVerdict.InProgress:
                        throw SubmitErrors.OutcomeUnknown(fault);
                    default:
                        throw;
                }
            }
        }
    }

    /// <summary>Sends the bytes once. Once sent, they are not called back: the answer is worth more than a quick end.</summary>
    private async Task<SubmitReceipt> PostAsync(ReadOnlyMemory<byte> body, string key)
    {
        using HttpRequestMessage message = new(HttpMethod.Post, "v1/videos/generations")
        {
            Content = new ReadOnlyMemoryContent(body),
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
        return new SubmitReceipt(accepted, answer.IsReplayed);
    }

    private static TimeSpan Delay(int attempt, TimeSpan? retryAfter) =>
        retryAfter ?? s_firstDelay * Math.Pow(2, attempt - 1) * (0.75 + (Random.Shared.NextDouble() / 2));
}
