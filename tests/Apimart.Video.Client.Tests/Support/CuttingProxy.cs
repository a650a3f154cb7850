using System.Net;
using System.Net.Sockets;

namespace Apimart.Video.Client.Tests.Support;

/// <summary>Passes connections on to a port of this machine, and cuts them after as many bytes of either direction as it was told.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _port;
    private readonly object _gate = new();
    private readonly Queue<(bool Up, int Bytes)> _cuts = [];
    private (bool Up, int Left)? _next;
    private int _cut;

    internal CuttingProxy(int port)
    {
        _port = port;
        _listener.Start();
        _ = AcceptAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections were cut.</summary>
    internal int Cut => Volatile.Read(ref _cut);

    /// <summary>Adds a cut: of the connection that passes this many bytes of this direction after the cut before it.</summary>
    internal void Plan(bool up, int bytes)
    {
        lock (_gate)
        {
            _cuts.Enqueue((up, bytes));
            _next ??= Next();
        }
    }

    public void Dispose() => _listener.Dispose();

    private (bool Up, int Left)? Next() => _cuts.TryDequeue(out (bool Up, int Bytes) cut) ? cut : null;

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ConnectAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // It was disposed.
        }
    }

    private async Task ConnectAsync(TcpClient client)
    {
        TcpClient server = new();
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _port);
        }
        catch (SocketException)
        {
            // The server is just being restarted.
            client.Close();
            server.Close();
            return;
        }

        _ = PassAsync(client, server, up: true);
        _ = PassAsync(server, client, up: false);
    }

    private async Task PassAsync(TcpClient from, TcpClient to, bool up)
    {
        byte[] buffer = new byte[1 << 16];
        try
        {
            while (await from.GetStream().ReadAsync(buffer) is > 0 and var read)
            {
                int pass = Allow(up, read);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, pass));
                if (pass < read)
                {
                    break;
                }
            }
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The other direction ended it.
        }

        from.Close();
        to.Close();
    }

    private int Allow(bool up, int bytes)
    {
        lock (_gate)
        {
            if (_next is not { } next || next.Up != up)
            {
                return bytes;
            }

            if (bytes <= next.Left)
            {
                _next = (up, next.Left - bytes);
                return bytes;
            }

            _cut++;
            _next = Next();
            return next.Left;
        }
    }
}
