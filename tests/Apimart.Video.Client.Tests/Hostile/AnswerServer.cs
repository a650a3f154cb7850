using System.Net.Sockets;
using Apimart.Video.Client.Tests.Support;

namespace Apimart.Video.Client.Tests.Hostile;

/// <summary>Answers each request on loopback with the bytes that a function makes of it, one connection a request; follows no rule of HTTP.</summary>
internal sealed class AnswerServer : IDisposable
{
    private readonly LoopbackListener _listener;
    private readonly Func<string, byte[]> _answer;

    internal AnswerServer(Func<string, byte[]> answer)
    {
        _answer = answer;
        _listener = new LoopbackListener(ServeAsync);
    }

    internal Uri Address => new($"http://127.0.0.1:{_listener.Port}");

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(Socket socket, CancellationToken stopping)
    {
        await using NetworkStream stream = new(socket);
        if (await LoopbackListener.ReadRequestAsync(stream, stopping) is { } request)
        {
            await stream.WriteAsync(_answer(request), stopping);
            socket.Shutdown(SocketShutdown.Send);

            // Closed with bytes unread, a connection is reset, and the answer may be lost with it.
            while (await stream.ReadAsync(new byte[1024], stopping) > 0)
            {
            }
        }
    }
}
