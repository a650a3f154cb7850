using System.Net;
using System.Net.Sockets;

namespace Apimart.Video.Models;

/// <summary>
/// An address that the server calls: public http or https on port 80 or 443, and none of the API's own hosts. The server
/// drops any other without a word, so that it would be noticed when the call never comes.
/// </summary>
public sealed class WebhookRule : ParameterRule
{
    private static readonly string[] s_apiDomains = ["apimart.ai", "apimart.asia", "apib.ai", "aiuxu.com", "aishuch.com"];
    private static readonly string[] s_localDomains = ["localhost", "local", "internal", "lan", "home", "test", "invalid", "home.arpa"];

    /// <inheritdoc/>
    public override string Allowed => "a public http:// or https:// address on port 80 or 443 that is not one of APIMart";

    internal override bool Fits(ParameterType type) => type is ParameterType.String;

    internal override bool Allows(object value) => Objection((string)value) is null;

    internal override string Describe(object value) =>
        $"'{Sentence.Shorten((string)value)}' ({Objection((string)value)})";

    /// <summary>What is wrong with an address, or null when nothing is.</summary>
    private static string? Objection(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.Host.Length == 0)
        {
            return "no http or https address";
        }

        string host = uri.IdnHost.TrimEnd('.');
        return uri.Port is not (80 or 443) ? $"port {uri.Port}"
            : IPAddress.TryParse(host, out IPAddress? ip) ? (IsPublic(ip) ? null : "a private address")
            : !host.Contains('.', StringComparison.Ordinal) || s_localDomains.Any(domain => IsIn(host, domain)) ? "a private name"
            : s_apiDomains.Any(domain => IsIn(host, domain)) ? "a host of the API"
            : null;
    }

    private static bool IsIn(string host, string domain) =>
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
