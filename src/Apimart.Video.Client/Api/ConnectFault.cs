using System.Net.Sockets;
using System.Security.Authentication;

namespace Apimart.Video.Api;

/// <summary>What a request that got no answer proves: whether any of it can have left, and whether waiting can help.</summary>
/// <param name="IsNotSent">Nothing left, for no connection was made.</param>
/// <param name="IsLasting">It will be the same in a minute.</param>
/// <param name="Advice">What to do about it.</param>
internal sealed record ConnectFault(bool IsNotSent, bool IsLasting, string Advice)
{
    private const string Usual = "Check the network, -BaseUri and -Proxy, then run the same line again.";
    private static readonly ConnectFault s_maybeSent = new(false, false, Usual);
    private static readonly ConnectFault s_notSent = new(true, false, Usual);

    internal static ConnectFault Of(Exception cause) => cause switch
    {
        HttpRequestException http => OfHttp(http),
        OperationCanceledException { InnerException: TimeoutException } => s_notSent,
        SocketException socket => OfSocket(socket),
        _ => s_maybeSent,
    };

    private static ConnectFault OfHttp(HttpRequestException http) => http.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => http.GetBaseException() is SocketException { SocketErrorCode: SocketError.TryAgain }
            ? s_notSent
            : new(true, true, "Check the spelling of the address in -BaseUri or -Proxy, and the network's name server."),
        HttpRequestError.SecureConnectionError => http.GetBaseException() is AuthenticationException
            ? new(true, true, "The server or a proxy in between shows a certificate that this machine does not trust: check -BaseUri, the clock, and the machine's list of authorities.")
            : s_notSent,
        HttpRequestError.ProxyTunnelError => IsRefusedByProxy(http)
            ? new(true, true, "Give the proxy's credential with Connect-Apimart -ProxyCredential, or check what the proxy lets through.")
            : s_notSent,
        HttpRequestError.ConnectionError => http.GetBaseException() is SocketException socket ? OfSocket(socket) : s_notSent,
        _ => http.GetBaseException() is NotSupportedException ? new(true, true, Usual) : s_maybeSent,
    };

    private static ConnectFault OfSocket(SocketException socket) => socket.SocketErrorCode
        is SocketError.AccessDenied
        or SocketError.AddressFamilyNotSupported
        or SocketError.ProtocolNotSupported
        ? new(true, true, "This machine does not let the program connect: check the firewall and the rights of the user.")
        : s_notSent;

    /// <summary>A proxy that answers with 5xx may be better in a moment; one that says 401, 403 or 407 will not.</summary>
    private static bool IsRefusedByProxy(HttpRequestException http) =>
        (int?)http.StatusCode is >= 400 and < 500 || http.Message.Contains("'40", StringComparison.Ordinal);
}
