namespace Apimart.Video.Simulator.Http;

/// <summary>An answer's body, readable in slices so that a large one is never held in memory.</summary>
internal interface IHttpBody
{
    long Length { get; }

    /// <summary>The bytes from <paramref name="offset"/> on, <paramref name="count"/> in all.</summary>
    IEnumerable<ReadOnlyMemory<byte>> Read(long offset, long count);
}
