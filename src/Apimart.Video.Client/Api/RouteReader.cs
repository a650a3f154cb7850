using System.Text.Json;
using Apimart.Video.Text;

namespace Apimart.Video.Api;

/// <summary>Reads the routes that tell something of the account, the models and the prices.</summary>
internal sealed class RouteReader
{
    private readonly ApiTransport _transport;
    private readonly Retries _reads;
    private readonly TimeSpan _limit;

    internal RouteReader(ApiTransport transport, ApimartClientOptions options, Retries reads)
    {
        _transport = transport;
        _reads = reads;
        _limit = options.ReadTimeout;
    }

    /// <summary>Reads a route, repeating that where the network or the server fails.</summary>
    /// <param name="path">The path with its query.</param>
    /// <param name="what">What is read; where the server says no, the fault's code is this and <c>_unavailable</c>.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="ApimartException">The server says no, with whatever status, or cannot be reached.</exception>
    internal async Task<JsonElement> GetAsync(string path, string what, CancellationToken cancellationToken)
    {
        ApiAnswer answer;
        try
        {
            answer = await _reads.RunAsync(token => ReadAsync(path, token), cancellationToken).ConfigureAwait(false);
        }
        catch (ApimartException unknown) when (unknown.Kind == ApimartErrorKind.WrongAddress)
        {
            throw Unavailable(what, unknown);
        }

        return IsRefusal(answer) && ApiErrors.From(answer, ApiCall.Read) is { } refusal
            ? throw Unavailable(what, refusal)
            : answer.Body!.Value is var body && body.First() is { } unwrapped ? unwrapped : body;
    }

    /// <summary>The fault of an answer that came, but not with what was asked for.</summary>
    internal static ApimartException Unreadable(string what) =>
        new(ApimartErrorKind.Protocol, $"The server's answer holds no {what} in a form that is known here.")
        {
            Code = $"{what}_unavailable",
            Advice = "Look at the console of the account; report the answer if it goes on.",
        };

    private async Task<ApiAnswer> ReadAsync(string path, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        ApiAnswer answer = await _transport.SendAsync(request, _limit, cancellationToken).ConfigureAwait(false);
        return !IsRefusal(answer) && ApiErrors.From(answer, ApiCall.Read) is { } fault ? throw fault : answer;
    }

    /// <summary>Whether this is the <c>success: false</c> that these routes send with HTTP 200; repeating the read does not help.</summary>
    private static bool IsRefusal(ApiAnswer answer) =>
        answer is { IsSuccess: true, Broken: null } && (answer.Body?.First() ?? answer.Body)?.Field("success") is { ValueKind: JsonValueKind.False };

    private static ApimartException Unavailable(string what, ApimartException fault) =>
        new(ApimartErrorKind.Protocol, $"The server does not tell the {what}: {fault.Message}", fault)
        {
            StatusCode = fault.StatusCode,
            Code = $"{what}_unavailable",
            Type = fault.Type,
            RequestId = fault.RequestId,
            Advice = "Check the key, what it may do, and -BaseUri; a mirror or a proxy may not have this route.",
        };
}
