using System.Net;
using System.Net.Sockets;

namespace Apimart.Video.Network;

/// <summary>Where an address leads.</summary>
internal enum AddressKind
{
    /// <summary>Somewhere in the internet.</summary>
    Public,

    /// <summary>This machine.</summary>
    Loopback,

    /// <summary>The machine's own cable; in clouds, the service that tells a machine its secrets.</summary>
    LinkLocal,

    /// <summary>The network of the house (RFC 1918, 4193, 6598).</summary>
    Private,

    /// <summary>Addresses for tests, groups and the future.</summary>
    Reserved,
}

/// <summary>Tells the kinds of address apart (RFC 6890), also where IPv6 wraps an address of IPv4.</summary>
internal static class AddressKinds
{
    internal static AddressKind Of(IPAddress address) =>
        Unwrap(address) is var plain && plain.AddressFamily == AddressFamily.InterNetwork
            ? OfV4(plain.GetAddressBytes())
            : OfV6(plain);

    private static AddressKind OfV4(byte[] address) => address switch
    {
        [127 or 0, ..] => AddressKind.Loopback,
        [169, 254, ..] => AddressKind.LinkLocal,
        [10, ..] or [172, >= 16 and < 32, ..] or [192, 168, ..] or [100, >= 64 and < 128, ..] => AddressKind.Private,
        [198, 18 or 19, ..] or [192, 0, 0 or 2, _] or [198, 51, 100, _] or [203, 0, 113, _] or [>= 224, ..] => AddressKind.Reserved,
        _ => AddressKind.Public,
    };

    private static AddressKind OfV6(IPAddress address) =>
        IPAddress.IsLoopback(address) || address.Equals(IPAddress.IPv6Any) ? AddressKind.Loopback
        : address.IsIPv6LinkLocal ? AddressKind.LinkLocal
        : address.IsIPv6UniqueLocal || address.IsIPv6SiteLocal ? AddressKind.Private
        : (address.GetAddressBytes()[0] & 0xe0) != 0x20 || address.GetAddressBytes() is [0x20, 0x01, 0x0d, 0xb8, ..] ? AddressKind.Reserved
        : AddressKind.Public;

    /// <summary>The IPv4 address in a mapped one, in one of 6to4, or in one that a NAT64 gateway translates.</summary>
    private static IPAddress Unwrap(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        byte[] bytes = address.GetAddressBytes();
        return bytes switch
        {
            _ when address.IsIPv4MappedToIPv6 => address.MapToIPv4(),
            [0x00, 0x64, 0xff, 0x9b, ..] => new IPAddress(bytes.AsSpan(12)),
            [0x20, 0x02, ..] => new IPAddress(bytes.AsSpan(2, 4)),
            _ => address,
        };
    }
}
