using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Apimart.Video.Api;

/// <summary>Sends one request and reads its whole answer. Retries nothing, follows no redirect.</summary>
internal sealed class ApiTransport : IDisposable
{
    private const int LargestAnswer = 32 * 1024 * 1024;
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(15);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    internal ApiTransport(ApimartClientOptions options, bool sendsKey = true)
    {
        RequireSafeAddress(options.BaseUri);
        _time = options.TimeProvider;
        _http = new HttpClient(options.Handler ?? CreateHandler(options.Proxy), disposeHandler: options.Handler is null)
        {
            BaseAddress = new Uri(options.BaseUri.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LargestAnswer,
        };
        if (sendsKey)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
        }

        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        _http.DefaultRequestHeaders.UserAgent.Add(UserAgent);
    }

    internal static ProductInfoHeaderValue UserAgent { get; } = new(
        "Apimart.Video",
        typeof(ApiTransport).Assembly.GetName().Version?.ToString(3));

    /// <exception cref="ApimartException">No connection, no answer in time, or a fault in the answer's body.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    internal async Task<ApiAnswer> SendAsync(HttpRequestMessage request, TimeSpan limit, CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(limit, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using HttpResponseMessage response = await _http
                .SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token)
                .ConfigureAwait(false);
            return await ReadAsync(response, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException cancelled) when (!cancellationToken.IsCancellationRequested)
        {
            throw deadline.IsCancellationRequested
                ? ApiErrors.TimedOut(limit, cancelled)
                : ApiErrors.Unreachable(cancelled);
        }
        // A peer that resets a connection as it is made shows as a bare SocketException on some runtimes.
        catch (Exception broken) when (broken is HttpRequestException or IOException or SocketException)
        {
            throw ApiErrors.Unreachable(broken);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <exception cref="ArgumentException">The address would carry the key in the clear over a network.</exception>
    internal static void RequireSafeAddress(Uri address)
    {
        bool safe = address.IsAbsoluteUri
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            && address.UserInfo.Length == 0;
        if (!safe)
        {
            throw new ArgumentException(
                $"The address '{address}' is not an https:// address; http:// is possible on this machine (loopback) only.");
        }
    }

    internal static SocketsHttpHandler CreateHandler(IWebProxy? proxy) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = s_connectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        Proxy = proxy,
        UseCookies = false,
    };

    private async Task<ApiAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        byte[] bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return new ApiAnswer(response.StatusCode, Parse(bytes), Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 4096))))
        {
            RetryAfter = ReadRetryAfter(response.Headers.RetryAfter, _time),
            IsReplayed = string.Equals(Header(response, "Idempotency-Replayed"), "true", StringComparison.OrdinalIgnoreCase),
            RequestId = Header(response, "X-Request-Id"),
        };
    }

    private static JsonElement? Parse(byte[] bytes)
    {
        try
        {
            Utf8JsonReader reader = new(bytes);
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal static TimeSpan? ReadRetryAfter(RetryConditionHeaderValue? header, TimeProvider time) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow() is { Ticks: > 0 } wait ? wait : TimeSpan.Zero,
        _ => null,
    };

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;
}
