using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Apimart.Video.Client.Tests.Hostile;

/// <summary>Answers each request on loopback with the bytes that a function makes of it, one connection a request; follows no rule of HTTP.</summary>
internal sealed class AnswerServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, byte[]> _answer;

    internal AnswerServer(Func<string, byte[]> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    internal Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public void Dispose() => _listener.Stop();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception stopped) when (stopped is SocketException or InvalidOperationException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                NetworkStream stream = client.GetStream();
                if (await ReadAsync(stream) is { } request)
                {
                    await stream.WriteAsync(_answer(request));
                    client.Client.Shutdown(SocketShutdown.Send);

                    // Closed with bytes unread, a connection is reset, and the answer may be lost with it.
                    while (await stream.ReadAsync(new byte[1024]) > 0)
                    {
                    }
                }
            }
            catch (Exception gone) when (gone is IOException or SocketException)
            {
            }
        }
    }

    private static async Task<string?> ReadAsync(NetworkStream stream)
    {
        using MemoryStream bytes = new();
        byte[] buffer = new byte[8192];
        while (true)
        {
            int read = await stream.ReadAsync(buffer);
            if (read == 0)
            {
                return null;
            }

            bytes.Write(buffer, 0, read);
            ReadOnlyMemory<byte> soFar = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
            int end = soFar.Span.IndexOf("\r\n\r\n"u8);
            if (end >= 0 && soFar.Length - end - 4 >= LengthIn(Encoding.ASCII.GetString(soFar.Span[..end])))
            {
                return Encoding.UTF8.GetString(soFar.Span);
            }
        }
    }

    private static int LengthIn(string head) => head.Split("\r\n")
        .Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
        .Select(line => int.Parse(line.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture))
        .FirstOrDefault();
}
