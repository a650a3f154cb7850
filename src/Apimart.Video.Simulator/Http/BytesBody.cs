namespace Apimart.Video.Simulator.Http;

/// <summary>A body that is in memory.</summary>
internal sealed class BytesBody : IHttpBody
{
    private readonly ReadOnlyMemory<byte> _bytes;

    internal BytesBody(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    internal static BytesBody Empty { get; } = new(ReadOnlyMemory<byte>.Empty);

    public long Length => _bytes.Length;

    public IEnumerable<ReadOnlyMemory<byte>> Read(long offset, long count) => [_bytes.Slice((int)offset, (int)count)];
}
