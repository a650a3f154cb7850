using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Apimart.Video.Simulator.Http;

/// <summary>One connection: requests in, answers out, until one side ends it.</summary>
internal sealed class HttpConnection : IDisposable
{
    private const int LargestWrite = 256 * 1024;
    private static readonly TimeSpan s_longestBreath = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly RequestReader _reader;
    private readonly HttpHost _host;

    internal HttpConnection(Socket socket, HttpHost host)
    {
        _socket = socket;
        _host = host;
        _stream = new NetworkStream(socket, ownsSocket: false);
        _reader = new RequestReader(_stream);
    }

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await ServeOneAsync(cancellationToken).ConfigureAwait(false))
            {
            }
        }
        catch (Exception fault) when (fault is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client went away, or the simulator is being stopped: there is nobody left to tell.
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }

    /// <summary>Ends the connection so that the client sees a reset.</summary>
    internal static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
    }

    private async Task<bool> ServeOneAsync(CancellationToken cancellationToken)
    {
        HttpRequest? request;
        HttpResponse response;
        try
        {
            request = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (request is null)
            {
                return false;
            }

            response = await _host.Handle(request, cancellationToken).ConfigureAwait(false);
        }
        catch (MalformedRequestException malformed)
        {
            request = null;
            response = HttpResponse.Text(malformed.Status, malformed.Message, "text/plain");
        }

        bool closes = request is null or { Closes: true };
        await SendAsync(response, closes, request is { IsHead: true }, cancellationToken).ConfigureAwait(false);
        switch (response.Ending)
        {
            case Ending.Reset:
                Reset(_socket);
                return false;
            case Ending.Hang:
                await _reader.WaitForEndAsync(cancellationToken).ConfigureAwait(false);
                return false;
            case Ending.KeepAlive when !closes:
                return true;
            default:
                await CloseAsync(cancellationToken).ConfigureAwait(false);
                return false;
        }
    }

    private async Task SendAsync(HttpResponse response, bool closes, bool isHead, CancellationToken cancellationToken)
    {
        if (response.IsSilent)
        {
            return;
        }

        byte[] head = Head(response, closes);
        long count = isHead ? 0 : Math.Min(response.CutAfter ?? long.MaxValue, response.Body.Length);
        foreach (ReadOnlyMemory<byte> slice in response.Body.Read(0, count))
        {
            // Head and body of a short answer leave as one packet.
            if (head.Length > 0 && head.Length + slice.Length <= LargestWrite && response.BytesPerSecond is null)
            {
                byte[] both = [.. head, .. slice.Span];
                head = [];
                await _stream.WriteAsync(both, cancellationToken).ConfigureAwait(false);
                _host.CountSent(slice.Length);
                continue;
            }

            await _stream.WriteAsync(head, cancellationToken).ConfigureAwait(false);
            head = [];
            await SendSliceAsync(slice, response.BytesPerSecond, cancellationToken).ConfigureAwait(false);
        }

        await _stream.WriteAsync(head, cancellationToken).ConfigureAwait(false);
    }

    private async Task SendSliceAsync(ReadOnlyMemory<byte> slice, long? bytesPerSecond, CancellationToken cancellationToken)
    {
        int step = bytesPerSecond is { } speed
            ? (int)Math.Clamp(speed * s_longestBreath.TotalSeconds, 1, LargestWrite)
            : LargestWrite;
        while (!slice.IsEmpty)
        {
            ReadOnlyMemory<byte> part = slice[..Math.Min(step, slice.Length)];
            if (bytesPerSecond is { } pace)
            {
                await Task.Delay(TimeSpan.FromSeconds((double)part.Length / pace), _host.Time, cancellationToken).ConfigureAwait(false);
            }

            await _stream.WriteAsync(part, cancellationToken).ConfigureAwait(false);
            _host.CountSent(part.Length);
            slice = slice[part.Length..];
        }
    }

    private byte[] Head(HttpResponse response, bool closes)
    {
        StringBuilder head = new($"HTTP/1.1 {response.Status} {Reasons.Of(response.Status)}\r\n");
        foreach ((string name, string value) in response.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {response.DeclaredLength ?? response.Body.Length}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Date: {_host.Time.GetUtcNow():R}\r\n");
        head.Append(closes ? "Connection: close\r\n\r\n" : "\r\n");
        return Encoding.Latin1.GetBytes(head.ToString());
    }

    /// <summary>
    /// Closing a socket with unread bytes resets it, and the client could lose an answer that it has not read yet:
    /// so the sending half goes first.
    /// </summary>
    private async Task CloseAsync(CancellationToken cancellationToken)
    {
        _socket.Shutdown(SocketShutdown.Send);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(1));
        await _reader.WaitForEndAsync(patience.Token).ConfigureAwait(false);
    }
}
