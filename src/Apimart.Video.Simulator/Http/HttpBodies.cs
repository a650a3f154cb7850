namespace Apimart.Video.Simulator.Http;

/// <summary>An answer's body, readable in slices so that a large one is never held in memory.</summary>
internal interface IHttpBody
{
    long Length { get; }

    /// <summary>The bytes from <paramref name="offset"/> on, <paramref name="count"/> in all.</summary>
    IEnumerable<ReadOnlyMemory<byte>> Read(long offset, long count);
}

/// <summary>A body that is in memory.</summary>
internal sealed class BytesBody : IHttpBody
{
    private readonly ReadOnlyMemory<byte> _bytes;

    internal BytesBody(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    internal static BytesBody Empty { get; } = new(ReadOnlyMemory<byte>.Empty);

    public long Length => _bytes.Length;

    public IEnumerable<ReadOnlyMemory<byte>> Read(long offset, long count) => [_bytes.Slice((int)offset, (int)count)];
}

/// <summary>A range of another body.</summary>
internal sealed class PartBody : IHttpBody
{
    private readonly IHttpBody _whole;
    private readonly long _offset;

    internal PartBody(IHttpBody whole, long offset, long length)
    {
        _whole = whole;
        _offset = offset;
        Length = length;
    }

    public long Length { get; }

    public IEnumerable<ReadOnlyMemory<byte>> Read(long offset, long count) => _whole.Read(_offset + offset, count);
}

/// <summary>What becomes of the connection after an answer.</summary>
internal enum Ending
{
    /// <summary>It serves the next request.</summary>
    KeepAlive,

    /// <summary>It is closed in order.</summary>
    Close,

    /// <summary>It is reset: what the client has not read yet may be lost.</summary>
    Reset,

    /// <summary>Nothing more is sent until the client gives up.</summary>
    Hang,
}
