using System.Net;
using System.Security;
using Apimart.Video.Api;
using Apimart.Video.Journal;

namespace Apimart.Video;

/// <summary>How the session reaches the API. The key stays inside.</summary>
public sealed record ApimartConnection
{
    /// <summary>The API's address.</summary>
    public required Uri BaseUri { get; init; }

    /// <summary>The address of the proxy, or null for the system's.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>The journal: a folder, or a database without its password; null for the default one.</summary>
    public string? Journal => JournalAddress?.Name;

    /// <summary>The folder of the journal, or null for the default one or a database.</summary>
    public string? JournalPath => JournalAddress?.Folder;

    /// <summary>Whether a key is known.</summary>
    public bool HasApiKey => Key is not null;

    internal SecureString? Key { get; init; }

    internal JournalAddress? JournalAddress { get; init; }

    internal NetworkCredential? ProxyCredential { get; init; }

    internal string PlainKey() => new NetworkCredential(string.Empty, Key).Password;

    internal WebProxy? CreateProxy() =>
        Proxy is null ? null : new WebProxy(Proxy) { Credentials = ProxyCredential };

    /// <summary>This connection by way of a proxy. A user and password in its address are used, and not shown.</summary>
    /// <exception cref="ArgumentException">The proxy's address has no scheme, or one that no proxy has.</exception>
    internal ApimartConnection Through(Uri? proxy, NetworkCredential? credential)
    {
        if (proxy is null)
        {
            return this with { Proxy = null, ProxyCredential = credential };
        }

        Uri address = ApiAddress.RequireProxy(proxy);
        string[] user = address.UserInfo.Split(':', 2);
        return this with
        {
            Proxy = address.UserInfo.Length == 0 ? address : new UriBuilder(address) { UserName = null, Password = null }.Uri,
            ProxyCredential = credential ?? (address.UserInfo.Length == 0 ? null : new NetworkCredential(
                Uri.UnescapeDataString(user[0]),
                Uri.UnescapeDataString(user.ElementAtOrDefault(1) ?? string.Empty))),
        };
    }
}
