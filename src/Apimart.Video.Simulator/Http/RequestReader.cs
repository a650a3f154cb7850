using System.Buffers;
using System.Globalization;
using System.Text;

namespace Apimart.Video.Simulator.Http;

/// <summary>Reads requests, one after the other, from a connection.</summary>
internal sealed class RequestReader
{
    internal const int LargestHead = 64 * 1024;
    internal const int LargestBody = 64 * 1024 * 1024;

    private static readonly byte[] s_continue = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();

    private readonly Stream _stream;
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    internal RequestReader(Stream stream) => _stream = stream;

    /// <summary>The next request, or null where the client ended the connection in order.</summary>
    /// <exception cref="MalformedRequestException">The bytes are no request, or too many.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    internal async Task<HttpRequest?> ReadAsync(CancellationToken cancellationToken)
    {
        int head = 0;
        string line;
        do
        {
            if (await ReadLineAsync(isFirst: true, cancellationToken).ConfigureAwait(false) is not { } text)
            {
                return null;
            }

            line = text;
            head += line.Length + 2;
        }
        while (line.Length == 0 && head < LargestHead);

        if (line.Split(' ') is not [var method, var target, "HTTP/1.1" or "HTTP/1.0"] || !IsToken(method) || target.Length == 0)
        {
            throw new MalformedRequestException(400, "The first line is no HTTP/1.1 request line.");
        }

        Dictionary<string, string> headers = await ReadHeadersAsync(head + line.Length, cancellationToken).ConfigureAwait(false);
        byte[] body = await ReadBodyAsync(headers, cancellationToken).ConfigureAwait(false);
        string connection = headers.GetValueOrDefault("Connection") ?? string.Empty;
        return new HttpRequest(method, OriginForm(target), headers, body)
        {
            Closes = connection.Contains("close", StringComparison.OrdinalIgnoreCase)
                || (line.EndsWith("1.0", StringComparison.Ordinal)
                    && !connection.Contains("keep-alive", StringComparison.OrdinalIgnoreCase)),
        };
    }

    /// <summary>Waits until the client ends the connection; what it still sends is thrown away.</summary>
    internal async Task WaitForEndAsync(CancellationToken cancellationToken)
    {
        do
        {
            _start = _end = 0;
        }
        while (await FillAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task<Dictionary<string, string>> ReadHeadersAsync(int head, CancellationToken cancellationToken)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        while (true)
        {
            string line = (await ReadLineAsync(isFirst: false, cancellationToken).ConfigureAwait(false))!;
            if (line.Length == 0)
            {
                return headers;
            }

            head += line.Length + 2;
            if (head > LargestHead)
            {
                throw new MalformedRequestException(431, "The request's head is too large.");
            }

            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || !IsToken(line[..colon]))
            {
                throw new MalformedRequestException(400, "A header line is malformed.");
            }

            string name = line[..colon];
            string value = line[(colon + 1)..].Trim();
            headers[name] = headers.TryGetValue(name, out string? former) ? $"{former}, {value}" : value;
        }
    }

    private async Task<byte[]> ReadBodyAsync(Dictionary<string, string> headers, CancellationToken cancellationToken)
    {
        bool chunked = headers.TryGetValue("Transfer-Encoding", out string? coding);
        bool measured = headers.TryGetValue("Content-Length", out string? text);
        long length = 0;
        if ((chunked && (measured || !"chunked".Equals(coding, StringComparison.OrdinalIgnoreCase)))
            || (measured && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out length)))
        {
            throw new MalformedRequestException(400, "The body's length cannot be told.");
        }

        RequireAcceptable(length);
        if (!chunked && length == 0)
        {
            return [];
        }

        if ("100-continue".Equals(headers.GetValueOrDefault("Expect"), StringComparison.OrdinalIgnoreCase))
        {
            await _stream.WriteAsync(s_continue, cancellationToken).ConfigureAwait(false);
        }

        return chunked
            ? await ReadChunksAsync(cancellationToken).ConfigureAwait(false)
            : await ReadExactlyAsync((int)length, cancellationToken).ConfigureAwait(false);
    }

    private async Task<byte[]> ReadChunksAsync(CancellationToken cancellationToken)
    {
        ArrayBufferWriter<byte> body = new();
        while (true)
        {
            string line = (await ReadLineAsync(isFirst: false, cancellationToken).ConfigureAwait(false))!;
            if (!int.TryParse(line.Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int size)
                || size < 0)
            {
                throw new MalformedRequestException(400, "A chunk has no size.");
            }

            RequireAcceptable((long)body.WrittenCount + size);
            if (size == 0)
            {
                await ReadHeadersAsync(0, cancellationToken).ConfigureAwait(false);
                return body.WrittenSpan.ToArray();
            }

            body.Write(await ReadExactlyAsync(size, cancellationToken).ConfigureAwait(false));
            if (await ReadLineAsync(isFirst: false, cancellationToken).ConfigureAwait(false) is not "")
            {
                throw new MalformedRequestException(400, "A chunk is longer than its size.");
            }
        }
    }

    private async Task<byte[]> ReadExactlyAsync(int count, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[count];
        int buffered = Math.Min(count, _end - _start);
        _buffer.AsSpan(_start, buffered).CopyTo(bytes);
        _start += buffered;
        await _stream.ReadExactlyAsync(bytes.AsMemory(buffered), cancellationToken).ConfigureAwait(false);
        return bytes;
    }

    private async Task<string?> ReadLineAsync(bool isFirst, CancellationToken cancellationToken)
    {
        int searched = 0;
        while (true)
        {
            int end = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (end >= 0)
            {
                int length = searched + end;
                string line = Encoding.Latin1.GetString(_buffer, _start, length).TrimEnd('\r');
                _start += length + 1;
                return line;
            }

            searched = _end - _start;
            if (searched > LargestHead)
            {
                throw new MalformedRequestException(431, "The request's head is too large.");
            }

            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                return isFirst && searched == 0
                    ? null
                    : throw new EndOfStreamException("The connection ended within a request.");
            }
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        int read = await _stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }

    private static void RequireAcceptable(long length)
    {
        if (length > LargestBody)
        {
            throw new MalformedRequestException(413, "The request's body is too large.");
        }
    }

    /// <summary>A client that speaks through a proxy names the whole address; the path is what counts here.</summary>
    private static string OriginForm(string target)
    {
        int authority = target.IndexOf("://", StringComparison.Ordinal);
        if (target[0] == '/' || authority < 0)
        {
            return target;
        }

        int path = target.IndexOf('/', authority + 3);
        return path < 0 ? "/" : target[path..];
    }

    private static bool IsToken(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
}

/// <summary>What came over the connection is no HTTP/1.1 request that this server takes.</summary>
internal sealed class MalformedRequestException : Exception
{
    internal MalformedRequestException(int status, string message)
        : base(message) => Status = status;

    internal int Status { get; }
}
