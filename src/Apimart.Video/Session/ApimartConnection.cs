using System.Net;
using System.Security;

namespace Apimart.Video;

/// <summary>How the session reaches the API. The key stays inside.</summary>
public sealed record ApimartConnection
{
    /// <summary>The API's address.</summary>
    public required Uri BaseUri { get; init; }

    /// <summary>The address of the proxy, or null for the system's.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>The folder of the journal, or null for the default one.</summary>
    public string? JournalPath { get; init; }

    /// <summary>Whether a key is known.</summary>
    public bool HasApiKey => Key is not null;

    internal SecureString? Key { get; init; }

    internal NetworkCredential? ProxyCredential { get; init; }

    internal string PlainKey() => new NetworkCredential(string.Empty, Key).Password;

    internal WebProxy? CreateProxy() =>
        Proxy is null ? null : new WebProxy(Proxy) { Credentials = ProxyCredential };
}
