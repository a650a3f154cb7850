using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Apimart.Video.Client.Tests.Support;

/// <summary>Takes connections on loopback and serves each beside the others, until it is disposed of.</summary>
internal sealed class LoopbackListener : IAsyncDisposable, IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Func<Socket, CancellationToken, Task> _serve;
    private readonly Task _accepting;

    /// <param name="serve">Serves a connection, which is closed when it returns; its client may be gone at any time.</param>
    internal LoopbackListener(Func<Socket, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    internal int Port { get; }

    /// <summary>Takes no more connections, and lets go of those that are open.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
    }

    /// <summary>The same, and waits until none is served any more.</summary>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
    }

    /// <summary>A request's head and, where its head tells a length, its body; null where the client is gone before its end.</summary>
    internal static async Task<string?> ReadRequestAsync(Stream stream, CancellationToken cancellationToken)
    {
        using MemoryStream bytes = new();
        byte[] buffer = new byte[8192];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            bytes.Write(buffer, 0, read);
            ReadOnlyMemory<byte> soFar = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
            int end = soFar.Span.IndexOf("\r\n\r\n"u8);
            if (end >= 0 && soFar.Length - end - 4 >= LengthIn(Encoding.ASCII.GetString(soFar.Span[..end])))
            {
                return Encoding.UTF8.GetString(soFar.Span);
            }
        }

        return null;
    }

    private static int LengthIn(string head) => head.Split("\r\n")
        .Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
        .Select(line => int.Parse(line.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture))
        .FirstOrDefault();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or InvalidOperationException)
        {
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                socket.NoDelay = true;
                await _serve(socket, _stop.Token);
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
            }
        }
    }
}
