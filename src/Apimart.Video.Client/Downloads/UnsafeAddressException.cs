using System.Net;

namespace Apimart.Video.Downloads;

/// <summary>A host's name leads to an address that links must not lead to; it passes through the HTTP client to <see cref="FileHost"/>.</summary>
internal sealed class UnsafeAddressException(IPAddress address) : IOException($"The name leads to {address}.")
{
    internal IPAddress Address => address;
}
