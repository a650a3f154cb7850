using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
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

    private readonly X509Certificate2? _certificate;

    /// <param name="answer">Answers a request; called for one request at a time or more.</param>
    /// <param name="certificate">Makes the host speak TLS.</param>
    internal RawFileServer(Func<RawRequest, RawAnswer> answer, X509Certificate2? certificate = null)
    {
        _answer = answer;
        _certificate = certificate;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal Uri Address => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    internal ConcurrentQueue<RawRequest> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
        _certificate?.Dispose();
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
                await using Stream stream = await OpenAsync(socket);
                RawRequest request = await ReadAsync(stream);
                Requests.Enqueue(request);
                RawAnswer answer = _answer(request);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer.Head), _stop.Token);
                await stream.WriteAsync(answer.Body, _stop.Token);
                if (answer.HangsAfter)
                {
                    await Task.Delay(Timeout.Infinite, _stop.Token);
                }

                Close(socket, answer);
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
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

    private async Task<Stream> OpenAsync(Socket socket)
    {
        NetworkStream plain = new(socket, ownsSocket: false);
        if (_certificate is null)
        {
            return plain;
        }

        SslStream secure = new(plain);
        await secure.AuthenticateAsServerAsync(_certificate);
        return secure;
    }

    private async Task<RawRequest> ReadAsync(Stream stream)
    {
        byte[] buffer = new byte[16 * 1024];
        int filled = 0;
        while (!buffer.AsSpan(0, filled).EndsWith("\r\n\r\n"u8))
        {
            int read = await stream.ReadAsync(buffer.AsMemory(filled), _stop.Token);
            filled += read == 0 ? throw new EndOfStreamException() : read;
        }

        return RawRequest.Parse(Encoding.ASCII.GetString(buffer, 0, filled));
    }
}
