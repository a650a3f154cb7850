using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Apimart.Video.Client.Tests.Support;

/// <summary>Answers each request on loopback with the next text of a script, byte for byte; at its end it closes connections.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly LoopbackListener _listener;
    private readonly ConcurrentQueue<string> _answers;

    internal ScriptedServer(params string[] answers)
    {
        _answers = new ConcurrentQueue<string>(answers);
        _listener = new LoopbackListener(ServeAsync);
    }

    internal Uri Address => new($"http://127.0.0.1:{_listener.Port}");

    /// <summary>The heads and bodies of the requests, in order.</summary>
    internal ConcurrentQueue<string> Requests { get; } = new();

    internal static string Answer(int status, string body, params string[] headers) =>
        $"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n"
        + string.Concat(headers.Select(header => $"{header}\r\n")) + $"\r\n{body}";

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(Socket socket, CancellationToken stopping)
    {
        await using NetworkStream stream = new(socket);
        while (await LoopbackListener.ReadRequestAsync(stream, stopping) is { } request)
        {
            Requests.Enqueue(request);
            if (!_answers.TryDequeue(out string? answer))
            {
                socket.Close(0);
                return;
            }

            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), stopping);
        }
    }
}
