using System.Net;
using System.Net.Sockets;

namespace Apimart.Video.Models;

/// <summary>Whether a server on the internet can reach an address at all.</summary>
internal static class PublicAddress
{
    private static readonly string[] s_localDomains = ["localhost", "local", "internal", "lan", "home", "test", "invalid", "home.arpa"];

    /// <summary>Why the address cannot be reached from elsewhere, or null where it can.</summary>
    internal static string? Objection(Uri address)
    {
        string host = address.IdnHost.TrimEnd('.');
        return IPAddress.TryParse(host, out IPAddress? ip) ? (IsPublic(ip) ? null : "a private address")
            : !host.Contains('.', StringComparison.Ordinal) || s_localDomains.Any(domain => IsIn(host, domain)) ? "a private name"
            : null;
    }

    internal static bool IsIn(string host, string domain) =>
        host.Equals(domain, StringComparison.OrdinalIgnoreCase)
        || host.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase);

    private static bool IsPublic(IPAddress ip)
    {
        IPAddress plain = ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip;
        if (plain.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return !IPAddress.IsLoopback(plain)
                && !plain.Equals(IPAddress.IPv6Any)
                && plain is { IsIPv6LinkLocal: false, IsIPv6UniqueLocal: false, IsIPv6SiteLocal: false, IsIPv6Multicast: false };
        }

        return plain.GetAddressBytes() switch
        {
            [0 or 10 or 127 or >= 224, ..] => false,
            [100, >= 64 and <= 127, ..] => false,
            [169, 254, ..] => false,
            [172, >= 16 and <= 31, ..] => false,
            [192, 168, ..] => false,
            _ => true,
        };
    }
}
