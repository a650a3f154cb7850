namespace Apimart.Video.Simulator.Http;

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
