using System.Net;

namespace Apimart.Video.Api;

/// <summary>A proxy, or the system's where none is given, that is never asked for this machine: loopback may speak http, with the key in it.</summary>
internal sealed class DirectLoopback(IWebProxy? proxy) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => Inner.Credentials;
        set => throw new NotSupportedException();
    }

    private IWebProxy Inner => proxy ?? HttpClient.DefaultProxy;

    public Uri? GetProxy(Uri destination) => destination.IsLoopback ? null : Inner.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || Inner.IsBypassed(host);
}
