using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Apimart.Video.Api;

namespace Apimart.Video.Downloads;

/// <summary>Asks hosts for files: without a key, without cookies, and with an eye on where redirects lead.</summary>
internal sealed class FileHost : IDisposable
{
    internal const int LongestChain = 5;

    private static readonly MediaTypeWithQualityHeaderValue s_video = new("video/*");
    private static readonly MediaTypeWithQualityHeaderValue s_anything = new("*/*", 0.5);

    private readonly HttpClient _http;
    private readonly LinkGuard _guard;

    internal FileHost(SaverConnection connection)
    {
        _guard = new LinkGuard(connection.BaseUri, connection.Resolve);
        _http = new HttpClient(connection.Handler ?? CreateHandler(connection.Proxy), disposeHandler: connection.Handler is null)
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(ApiTransport.UserAgent);
        _http.DefaultRequestHeaders.Accept.Add(s_video);
        _http.DefaultRequestHeaders.Accept.Add(s_anything);
        _http.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
    }

    /// <summary>Sends one request, follows its redirects and returns the first answer that is none, its body unread.</summary>
    /// <exception cref="SaveException">A link is unsafe, the chain too long, or the network failed.</exception>
    internal async Task<HttpResponseMessage> GetAsync(Uri link, ByteRange? range, SaveErrors errors, IdleWatch watch)
    {
        for (int hops = 0; ; hops++)
        {
            await _guard.RequireSafeAsync(link, errors, watch.Token).ConfigureAwait(false);
            HttpResponseMessage response = await SendAsync(link, range, errors, watch).ConfigureAwait(false);
            if (!IsRedirect(response.StatusCode))
            {
                return response;
            }

            using (response)
            {
                link = Follow(link, response, hops, errors);
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(Uri link, ByteRange? range, SaveErrors errors, IdleWatch watch)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, link);
        range?.ApplyTo(request.Headers);
        watch.Touch();
        try
        {
            return await _http
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, watch.Token)
                .ConfigureAwait(false);
        }
        catch (HttpRequestException refused) when (refused.InnerException is UnsafeAddressException inside)
        {
            throw errors.UnsafeLink(link, $"leads into this machine's own network, to {inside.Address}");
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or SocketException)
        {
            throw errors.Network(broken);
        }
    }

    private static Uri Follow(Uri from, HttpResponseMessage response, int hops, SaveErrors errors)
    {
        if (hops == LongestChain)
        {
            throw errors.TooManyRedirects(LongestChain);
        }

        if (response.Headers.Location is not { } location)
        {
            throw errors.Refused(
                response.StatusCode,
                $"The host answered HTTP {(int)response.StatusCode} without saying where the file is.");
        }

        Uri to = new(from, location);
        return from.Scheme == Uri.UriSchemeHttps && to.Scheme == Uri.UriSchemeHttp
            ? throw errors.UnsafeLink(to, "goes from https to http")
            : to;
    }

    private static bool IsRedirect(HttpStatusCode status) => status
        is HttpStatusCode.MovedPermanently
        or HttpStatusCode.Found
        or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect
        or HttpStatusCode.PermanentRedirect;

    private SocketsHttpHandler CreateHandler(IWebProxy? proxy)
    {
        SocketsHttpHandler handler = ApiTransport.CreateHandler(proxy);
        handler.AutomaticDecompression = DecompressionMethods.None;
        handler.ConnectCallback = _guard.ConnectAsync;
        return handler;
    }
}
