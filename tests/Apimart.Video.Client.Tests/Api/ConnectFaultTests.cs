using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Apimart.Video.Api;

namespace Apimart.Video.Client.Tests.Api;

/// <summary>What a request without an answer proves, cause by cause: a wrong "not sent" is paid for twice.</summary>
public sealed class ConnectFaultTests
{
    private static readonly (string Name, Exception Cause, bool IsNotSent, bool IsLasting, string Advice)[] s_causes =
    [
        ("name server busy", Http(HttpRequestError.NameResolutionError, Socket(SocketError.TryAgain)), true, false, "network"),
        ("no such name", Http(HttpRequestError.NameResolutionError, Socket(SocketError.HostNotFound)), true, true, "spelling"),
        ("no such name, without a cause", Http(HttpRequestError.NameResolutionError), true, true, "spelling"),
        ("certificate not trusted", Http(HttpRequestError.SecureConnectionError, new AuthenticationException("no")), true, true, "certificate"),
        ("handshake cut", Http(HttpRequestError.SecureConnectionError, new IOException("cut")), true, false, "network"),
        ("proxy says 399", Http(HttpRequestError.ProxyTunnelError, status: 399), true, false, "network"),
        ("proxy says 400", Http(HttpRequestError.ProxyTunnelError, status: 400), true, true, "-ProxyCredential"),
        ("proxy says 407", Http(HttpRequestError.ProxyTunnelError, status: 407), true, true, "-ProxyCredential"),
        ("proxy says 499", Http(HttpRequestError.ProxyTunnelError, status: 499), true, true, "-ProxyCredential"),
        ("proxy says 500", Http(HttpRequestError.ProxyTunnelError, status: 500), true, false, "network"),
        ("proxy says 407 in words", new HttpRequestException(HttpRequestError.ProxyTunnelError, "The proxy returned '407'."), true, true, "-ProxyCredential"),
        ("proxy says 502 in words", new HttpRequestException(HttpRequestError.ProxyTunnelError, "The proxy returned '502'."), true, false, "network"),
        ("refused", Http(HttpRequestError.ConnectionError, Socket(SocketError.ConnectionRefused)), true, false, "network"),
        ("forbidden here", Http(HttpRequestError.ConnectionError, Socket(SocketError.AccessDenied)), true, true, "firewall"),
        ("no such family here", Http(HttpRequestError.ConnectionError, Socket(SocketError.AddressFamilyNotSupported)), true, true, "firewall"),
        ("no such protocol here", Http(HttpRequestError.ConnectionError, Socket(SocketError.ProtocolNotSupported)), true, true, "firewall"),
        ("no connection, without a cause", Http(HttpRequestError.ConnectionError), true, false, "network"),
        ("forbidden, as it is", Socket(SocketError.AccessDenied), true, true, "firewall"),
        ("refused, as it is", Socket(SocketError.ConnectionRefused), true, false, "network"),
        ("no connection in time", new TaskCanceledException("late", new TimeoutException()), true, false, "network"),
        ("a scheme that is not known", Http(HttpRequestError.Unknown, new NotSupportedException("ftp")), true, true, "network"),

        // What may have left.
        ("cancelled", new TaskCanceledException("late"), false, false, "network"),
        ("reset under way", Http(HttpRequestError.Unknown, new IOException("reset", Socket(SocketError.ConnectionReset))), false, false, "network"),
        ("ended under way", Http(HttpRequestError.ResponseEnded), false, false, "network"),
        ("read broke", new IOException("reset"), false, false, "network"),
    ];

    public static TheoryData<string> Names => [.. s_causes.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Only_a_missing_connection_proves_that_nothing_left_and_only_what_stays_is_not_waited_for(string name)
    {
        (_, Exception cause, bool isNotSent, bool isLasting, string advice) = s_causes.Single(one => one.Name == name);

        ConnectFault fault = ConnectFault.Of(cause);

        Assert.Equal((isNotSent, isLasting), (fault.IsNotSent, fault.IsLasting));
        Assert.Contains(advice, fault.Advice, StringComparison.Ordinal);
    }

    private static HttpRequestException Http(HttpRequestError error, Exception? inner = null, int? status = null) =>
        new(error, "no", inner, (HttpStatusCode?)status);

    private static SocketException Socket(SocketError error) => new((int)error);
}
