using System.Net;
using Apimart.Video.Network;

namespace Apimart.Video.Models;

/// <summary>Whether a server on the internet can reach an address at all.</summary>
internal static class PublicAddress
{
    private static readonly string[] s_localDomains = ["localhost", "local", "internal", "lan", "home", "test", "invalid", "home.arpa"];

    /// <summary>Why the address cannot be reached from elsewhere, or null where it can.</summary>
    internal static string? Objection(Uri address)
    {
        string host = address.IdnHost.TrimEnd('.');
        return IPAddress.TryParse(host, out IPAddress? ip) ? Objection(AddressKinds.Of(ip))
            : !host.Contains('.', StringComparison.Ordinal) || s_localDomains.Any(domain => IsIn(host, domain)) ? "a private name"
            : null;
    }

    private static string? Objection(AddressKind kind) => kind switch
    {
        AddressKind.Public => null,
        AddressKind.Reserved => "an address that leads nowhere",
        _ => "a private address",
    };

    internal static bool IsIn(string host, string domain) =>
        host.Equals(domain, StringComparison.OrdinalIgnoreCase)
        || host.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase);
}
