using System.Net.Http.Headers;
using Apimart.Video.Tasks;

namespace Apimart.Video.Api;

/// <summary>Sends submits, and repeats one only where the server cannot have accepted it.</summary>
internal sealed class Submitter
{
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
        string route,
        ReadOnlyMemory<byte> body,
        string key,
        CancellationToken cancellationToken)
    {
        try
        {
            return await SafeRepeat
                .RunAsync(() => PostAsync(route, body, key), _options.TimeProvider, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (ApimartException fault) when (SubmitJudge.Judge(fault) is SubmitVerdict.Unknown or SubmitVerdict.InProgress)
        {
            throw SubmitErrors.OutcomeUnknown(fault);
        }
    }

    /// <summary>Sends the bytes once. Once sent, they are not called back: the answer is worth more than a quick end.</summary>
    private async Task<SubmitReceipt> PostAsync(string route, ReadOnlyMemory<byte> body, string key)
    {
        using HttpRequestMessage message = new(HttpMethod.Post, route)
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
}
