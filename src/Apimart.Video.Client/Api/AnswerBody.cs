using System.Buffers;
using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Apimart.Video.Text;

namespace Apimart.Video.Api;

/// <summary>The bytes of an answer, as far as they came, and what ended them too early.</summary>
internal sealed record AnswerBody(ReadOnlyMemory<byte> Bytes, Exception? Broken)
{
    private const int LargestAnswer = 32 * 1024 * 1024;
    private const int ChunkSize = 16 * 1024;

    /// <summary>How long to wait for more where all of a JSON value is there, but not as many bytes as were announced.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    private static readonly Encoding[] s_wideEncodings = [Encoding.UTF32, Encoding.Unicode, Encoding.BigEndianUnicode];

    /// <summary>Reads a body. What breaks it off is told beside what came: it may be all that there is to know of a paid video.</summary>
    internal static async Task<AnswerBody> ReadAsync(HttpContent content, TimeProvider time, CancellationToken cancellationToken)
    {
        ArrayBufferWriter<byte> buffer = new();
        try
        {
            using Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            while (await ReadChunkAsync(stream, buffer, content, time, cancellationToken).ConfigureAwait(false))
            {
                if (buffer.WrittenCount > LargestAnswer)
                {
                    throw new IOException($"The answer has more than {LargestAnswer} bytes.");
                }
            }

            return new AnswerBody(Unpack(buffer.WrittenMemory, content), null);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or SocketException or OperationCanceledException)
        {
            return new AnswerBody(Unpack(buffer.WrittenMemory, content), broken);
        }
    }

    /// <summary>The text, by its byte order mark where it has one, else as UTF-8 with what is none replaced.</summary>
    internal string ToText()
    {
        ReadOnlySpan<byte> bytes = Bytes.Span;
        foreach (Encoding encoding in s_wideEncodings)
        {
            if (bytes.StartsWith(encoding.Preamble))
            {
                return encoding.GetString(bytes[encoding.Preamble.Length..]);
            }
        }

        return Encoding.UTF8.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
    }

    private static async Task<bool> ReadChunkAsync(
        Stream stream,
        ArrayBufferWriter<byte> buffer,
        HttpContent content,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        bool waits = buffer.WrittenCount > 0 && buffer.WrittenSpan[^1] is (byte)'}' or (byte)']' && IsWhole(buffer.WrittenSpan);
        if (!waits || content.Headers.ContentLength <= buffer.WrittenCount)
        {
            return Advance(buffer, await stream.ReadAsync(buffer.GetMemory(ChunkSize), cancellationToken).ConfigureAwait(false));
        }

        using CancellationTokenSource grace = new(s_grace, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(grace.Token, cancellationToken);
        return Advance(buffer, await stream.ReadAsync(buffer.GetMemory(ChunkSize), either.Token).ConfigureAwait(false));
    }

    private static bool Advance(ArrayBufferWriter<byte> buffer, int read)
    {
        buffer.Advance(read);
        return read > 0;
    }

    private static bool IsWhole(ReadOnlySpan<byte> bytes) =>
        LenientJson.Read(Encoding.UTF8.GetString(bytes), ForeignText.WithoutSecrets, out bool whole) is not null && whole;

    /// <summary>Undoes the content coding, unless the bytes are none of that coding: then they stand for themselves.</summary>
    private static ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> bytes, HttpContent content) =>
        content.Headers.ContentEncoding.LastOrDefault()?.ToUpperInvariant() switch
        {
            "GZIP" or "X-GZIP" => Unpack(bytes, packed => new GZipStream(packed, CompressionMode.Decompress)),
            "DEFLATE" => Unpack(bytes, packed => new ZLibStream(packed, CompressionMode.Decompress)),
            "BR" => Unpack(bytes, packed => new BrotliStream(packed, CompressionMode.Decompress)),
            _ => bytes,
        };

    private static ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> bytes, Func<Stream, Stream> open)
    {
        ArrayBufferWriter<byte> plain = new();
        try
        {
            using Stream unpacked = open(new MemoryStream(bytes.ToArray()));
            while (Advance(plain, unpacked.Read(plain.GetSpan(ChunkSize))) && plain.WrittenCount <= LargestAnswer)
            {
            }
        }
        catch (Exception none) when (none is InvalidDataException or IOException or InvalidOperationException)
        {
        }

        return plain.WrittenCount > 0 ? plain.WrittenMemory : bytes;
    }
}
