using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Apimart.Video.Client.Tests.Support;

/// <summary>
/// A file host on loopback that answers each request with bytes a test has written out, so that an answer may break any rule
/// of HTTP. Every connection serves one request and is closed.
/// </summary>
internal sealed class RawFileServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<RawRequest, RawAnswer> _answer;
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;
    private long _bodyBytes;

    internal RawFileServer(Func<RawRequest, RawAnswer> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    internal ConcurrentQueue<RawRequest> Requests { get; } = [];

    /// <summary>The bytes of bodies that were handed to the sockets.</summary>
    internal long BodyBytes => Interlocked.Read(ref _bodyBytes);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
                _connections.Add(ServeAsync(socket));
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
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
                RawRequest request = await ReadAsync(socket);
                Requests.Enqueue(request);
                RawAnswer answer = _answer(request);
                await socket.SendAsync(Encoding.ASCII.GetBytes(answer.Head), _stop.Token);
                await SendBodyAsync(socket, answer.Body);
                if (answer.HangsAfter)
                {
                    await Task.Delay(Timeout.Infinite, _stop.Token);
                }

                Close(socket, answer);
            }
            catch (Exception gone) when (gone is SocketException or OperationCanceledException)
            {
            }
        }
    }

    private static void Close(Socket socket, RawAnswer answer)
    {
        if (answer.ResetsAfter)
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        else
        {
            socket.Shutdown(SocketShutdown.Send);
        }
    }

    private async Task SendBodyAsync(Socket socket, ReadOnlyMemory<byte> body)
    {
        while (body.Length > 0)
        {
            int sent = await socket.SendAsync(body, _stop.Token);
            Interlocked.Add(ref _bodyBytes, sent);
            body = body[sent..];
        }
    }

    private async Task<RawRequest> ReadAsync(Socket socket)
    {
        byte[] buffer = new byte[16 * 1024];
        int filled = 0;
        while (!buffer.AsSpan(0, filled).EndsWith("\r\n\r\n"u8))
        {
            int read = await socket.ReceiveAsync(buffer.AsMemory(filled), _stop.Token);
            filled += read == 0 ? throw new SocketException((int)SocketError.ConnectionReset) : read;
        }

        return RawRequest.Parse(Encoding.ASCII.GetString(buffer, 0, filled));
    }
}
