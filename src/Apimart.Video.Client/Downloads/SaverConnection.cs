using System.Net;
using Apimart.Video.Api;
using Apimart.Video.Files;
using Apimart.Video.Text;

namespace Apimart.Video.Downloads;

/// <summary>How a <see cref="VideoSaver"/> reaches the file hosts. No key is sent to them: file hosts are other people's.</summary>
public sealed class SaverConnection
{
    private ForeignText? _gate;

    /// <summary>
    /// The API's address. Loopback, link-local and private addresses, and plain http, are fetched from only where the API itself
    /// is there: behind a simulator or a private gateway.
    /// </summary>
    public Uri BaseUri { get; init; } = ApimartClientOptions.DefaultBaseUri;

    /// <summary>The API key, which is hidden wherever a file host or a proxy repeats it; it is never sent.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The proxy for downloads; null uses the system's.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>How long a host may stay silent, before its answer or in the middle of a file.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Where time comes from.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What sends the requests, in place of a socket; it must not follow redirects. The caller disposes it.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>What everything goes through that a file host says.</summary>
    internal ForeignText Gate => _gate ??= new ForeignText(ApiKey, Proxy?.Credentials?.GetCredential(BaseUri, "Basic")?.Password);

    /// <summary>Finds the addresses of a name, in place of the system; for tests.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Opens a part file for writing, in place of the file system; for tests of failing disks.</summary>
    internal Func<string, FileStream> OpenPart { get; init; } = PartFile.OpenExclusively;

    /// <summary>Brings an open file to the disk while more of it comes; for tests of failing disks.</summary>
    internal Action<Microsoft.Win32.SafeHandles.SafeFileHandle> Flush { get; init; } = RandomAccess.FlushToDisk;

    /// <summary>Gives a part file its name, in place of the file system; for tests of programs that hold the name.</summary>
    internal Action<string, string, bool> Move { get; init; } = Disk.Move;

    /// <summary>Names the programs that have a file open, in place of the system.</summary>
    internal Func<string, IReadOnlyList<string>> FindHolders { get; init; } = FileHolders.Find;
}
