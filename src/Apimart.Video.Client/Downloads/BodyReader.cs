using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Apimart.Video.Downloads;

/// <summary>Reads a body, tells a host that is silent or breaks off from one that has finished, and counts the bytes.</summary>
internal sealed class BodyReader(HttpResponseMessage response, IdleWatch watch, SaveErrors errors, long from) : IDisposable
{
    private readonly long? _length = response.Content.Headers.ContentLength;
    private Stream? _body;

    /// <summary>The bytes that have come.</summary>
    internal long Received { get; private set; }

    /// <returns>The number of bytes, 0 at the end.</returns>
    /// <exception cref="SaveException">The connection broke, or the body is shorter than was stated.</exception>
    /// <remarks>It runs thousands of times for a file: what it keeps while it waits is used again.</remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        watch.Touch();
        try
        {
            _body ??= await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
            int read = await _body.ReadAsync(buffer, watch.Token).ConfigureAwait(false);
            Received += read;
            return read;
        }
        catch (HttpIOException ended) when (ended.HttpRequestError == HttpRequestError.ResponseEnded)
        {
            throw errors.EndedEarly(from + Received, from + _length, ended);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException or SocketException)
        {
            throw errors.Network(broken);
        }
    }

    /// <summary>Reads until so many bytes are here or the body ends.</summary>
    internal async ValueTask<int> ReadAtLeastAsync(Memory<byte> buffer, int length)
    {
        int filled = 0;
        int read;
        do
        {
            read = await ReadAsync(buffer[filled..]).ConfigureAwait(false);
            filled += read;
        }
        while (read > 0 && filled < length);

        return filled;
    }

    public void Dispose() => _body?.Dispose();
}

/// <summary>The buffers of the downloads under way: no more than there are downloads at once, whichever threads they move over.</summary>
internal sealed class BufferPool
{
    /// <summary>Measured with 1 GiB from loopback on two processors: 512 KiB is as fast as 1 MiB and holds less; 256 KiB takes a quarter longer.</summary>
    private const int Length = 512 * 1024;

    private readonly ConcurrentStack<byte[]> _free = new();

    internal byte[] Rent() => _free.TryPop(out byte[]? buffer) ? buffer : GC.AllocateUninitializedArray<byte>(Length);

    internal void Return(byte[] buffer) => _free.Push(buffer);
}
