using System.Net;
using System.Net.Sockets;
using Apimart.Video.Network;

namespace Apimart.Video.Downloads;

/// <summary>
/// Keeps links out of the network that the client stands in: loopback, link-local and private addresses, and plain http, are
/// fetched only where the API itself is there. Names are looked at once more when they have become addresses.
/// </summary>
internal sealed class LinkGuard
{
    private readonly Uri _api;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    private IReadOnlyList<AddressKind>? _apiKinds;

    /// <param name="api">The API's address.</param>
    /// <param name="resolve">Finds the addresses of a name.</param>
    internal LinkGuard(Uri api, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        _api = api;
        _resolve = resolve;
    }

    /// <exception cref="SaveException">The link says itself that it leads where no video lies.</exception>
    internal async Task RequireSafeAsync(Uri link, SaveErrors errors, CancellationToken cancellationToken)
    {
        if (!link.IsAbsoluteUri || (link.Scheme != Uri.UriSchemeHttps && link.Scheme != Uri.UriSchemeHttp))
        {
            throw errors.UnsafeLink(link, "is not http(s)");
        }

        if (link.Scheme == Uri.UriSchemeHttp && !(link.IsLoopback && _api is { IsLoopback: true }))
        {
            throw errors.UnsafeLink(link, "is plain http, which anyone on the way can read and change");
        }

        if (IPAddress.TryParse(link.DnsSafeHost, out IPAddress? address)
            && !await IsAllowedAsync(address, cancellationToken).ConfigureAwait(false))
        {
            throw errors.UnsafeLink(link, "leads into this machine's own network");
        }
    }

    /// <summary>Connects to those addresses of a host that a link may lead to; a proxy may be anywhere.</summary>
    /// <exception cref="UnsafeAddressException">The host has no such address.</exception>
    internal async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = await _resolve(context.DnsEndPoint.Host, cancellationToken).ConfigureAwait(false);
        if (!IsProxy(context))
        {
            List<IPAddress> safe = [];
            foreach (IPAddress address in addresses)
            {
                if (await IsAllowedAsync(address, cancellationToken).ConfigureAwait(false))
                {
                    safe.Add(address);
                }
            }

            addresses = safe.Count > 0 || addresses.Length == 0 ? [.. safe] : throw new UnsafeAddressException(addresses[0]);
        }

        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsProxy(SocketsHttpConnectionContext context) =>
        context.InitialRequestMessage is not { RequestUri: { } target } request
        || request.Method == HttpMethod.Connect
        || target.Port != context.DnsEndPoint.Port
        || !(new[] { target.IdnHost, target.DnsSafeHost, target.Host })
            .Contains(context.DnsEndPoint.Host, StringComparer.OrdinalIgnoreCase);

    private async ValueTask<bool> IsAllowedAsync(IPAddress address, CancellationToken cancellationToken)
    {
        AddressKind kind = AddressKinds.Of(address);
        return kind == AddressKind.Public || (await ApiKindsAsync(cancellationToken).ConfigureAwait(false)).Contains(kind);
    }

    private async ValueTask<IReadOnlyList<AddressKind>> ApiKindsAsync(CancellationToken cancellationToken)
    {
        if (_apiKinds is null)
        {
            try
            {
                IPAddress[] addresses = IPAddress.TryParse(_api.DnsSafeHost, out IPAddress? literal)
                    ? [literal]
                    : await _resolve(_api.IdnHost, cancellationToken).ConfigureAwait(false);
                _apiKinds = [.. addresses.Select(AddressKinds.Of).Distinct()];
            }
            catch (SocketException)
            {
                return [];
            }
        }

        return _apiKinds;
    }
}

/// <summary>A host's name leads to an address that links must not lead to; it passes through the HTTP client to <see cref="FileHost"/>.</summary>
internal sealed class UnsafeAddressException(IPAddress address) : IOException($"The name leads to {address}.")
{
    internal IPAddress Address => address;
}
