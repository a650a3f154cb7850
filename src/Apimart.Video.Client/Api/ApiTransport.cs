using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Apimart.Video.Text;

namespace Apimart.Video.Api;

/// <summary>Sends one request and reads its answer as far as it comes. Retries nothing, follows no redirect.</summary>
internal sealed class ApiTransport : IDisposable
{
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(15);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    internal ApiTransport(ApimartClientOptions options, bool sendsKey = true)
    {
        _time = options.TimeProvider;
        Uri address = ApiAddress.Mend(options.BaseUri);
        Gate = new ForeignText(options.ApiKey, options.Proxy?.Credentials?.GetCredential(address, "Basic")?.Password);
        _http = new HttpClient(options.Handler ?? CreateHandler(options.Proxy), disposeHandler: options.Handler is null)
        {
            BaseAddress = new Uri(address.AbsoluteUri.TrimEnd('/') + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (sendsKey)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
        }

        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        _http.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Encoding", "gzip, deflate, br");
        _http.DefaultRequestHeaders.UserAgent.Add(UserAgent);
    }

    internal static ProductInfoHeaderValue UserAgent { get; } = new(
        "Apimart.Video",
        typeof(ApiTransport).Assembly.GetName().Version?.ToString(3));

    /// <summary>What everything goes through that the server says.</summary>
    internal ForeignText Gate { get; }

    /// <summary>Sends a request. An answer that broke off is returned with its <see cref="ApiAnswer.Broken"/>: it may hold an id.</summary>
    /// <exception cref="ApimartException">No connection, or no answer in time.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    internal async Task<ApiAnswer> SendAsync(HttpRequestMessage request, TimeSpan limit, CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(limit, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using HttpResponseMessage response = await _http
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token)
                .ConfigureAwait(false);
            AnswerBody body = await AnswerBody.ReadAsync(response.Content, _time, either.Token).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return Read(response, body, body.Broken is null ? null : FaultOf(body.Broken, deadline.IsCancellationRequested, limit, answered: true));
        }
        // A peer that resets a connection as it is made shows as a bare SocketException on some runtimes.
        catch (Exception broken) when (broken is HttpRequestException or IOException or SocketException
            || (broken is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw FaultOf(broken, deadline.IsCancellationRequested, limit, answered: false);
        }
    }

    public void Dispose() => _http.Dispose();

    internal static SocketsHttpHandler CreateHandler(IWebProxy? proxy) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = s_connectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        Proxy = new DirectLoopback(proxy),
        UseCookies = false,
    };

    private ApimartException FaultOf(Exception broken, bool late, TimeSpan limit, bool answered) =>
        broken is OperationCanceledException && late ? ApiErrors.TimedOut(limit)
            : answered ? ApiErrors.BrokenOff(broken, Gate)
            : ApiErrors.Unreachable(broken, Gate);

    private ApiAnswer Read(HttpResponseMessage response, AnswerBody body, ApimartException? broken)
    {
        string text = body.ToText();
        var json = LenientJson.Read(text, Gate, out bool whole);
        return new ApiAnswer(response.StatusCode, json, Gate.Line(text))
        {
            Broken = whole ? null : broken ?? (json is null ? null : ApiErrors.CutOff()),
            RetryAfter = RetryAfter.Read(response, _time),
            IsReplayed = string.Equals(Header(response, "Idempotency-Replayed"), "true", StringComparison.OrdinalIgnoreCase),
            RequestId = Gate.Word(Header(response, "X-Request-Id")),
        };
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out HeaderStringValues values) ? values.FirstOrDefault() : null;
}

/// <summary>A proxy, or the system's where none is given, that is never asked for this machine: loopback may speak http, with the key in it.</summary>
internal sealed class DirectLoopback(IWebProxy? proxy) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => Inner.Credentials;
        set => throw new NotSupportedException();
    }

    private IWebProxy Inner => proxy ?? HttpClient.DefaultProxy;

    public Uri? GetProxy(Uri destination) => destination.IsLoopback ? null : Inner.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || Inner.IsBypassed(host);
}
