using System.Collections.Concurrent;
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
    private readonly LoopbackListener _listener;
    private readonly Func<RawRequest, RawAnswer> _answer;
    private readonly X509Certificate2? _certificate;

    /// <param name="answer">Answers a request; called for one request at a time or more.</param>
    /// <param name="certificate">Makes the host speak TLS.</param>
    internal RawFileServer(Func<RawRequest, RawAnswer> answer, X509Certificate2? certificate = null)
    {
        _answer = answer;
        _certificate = certificate;
        _listener = new LoopbackListener(ServeAsync);
    }

    internal Uri Address => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{_listener.Port}/");

    internal ConcurrentQueue<RawRequest> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _certificate?.Dispose();
    }

    private async Task ServeAsync(Socket socket, CancellationToken stopping)
    {
        await using Stream stream = await OpenAsync(socket);
        if (await LoopbackListener.ReadRequestAsync(stream, stopping) is not { } text)
        {
            return;
        }

        RawRequest request = RawRequest.Parse(text);
        Requests.Enqueue(request);
        RawAnswer answer = _answer(request);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer.Head), stopping);
        await stream.WriteAsync(answer.Body, stopping);
        if (answer.HangsAfter)
        {
            await Task.Delay(Timeout.Infinite, stopping);
        }

        Close(socket, answer);
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
}
