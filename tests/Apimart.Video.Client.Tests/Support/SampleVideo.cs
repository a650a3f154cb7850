using System.Buffers.Binary;
using System.Text;
using Apimart.Video.Client.Tests.Containers;

namespace Apimart.Video.Client.Tests.Support;

/// <summary>Files that have the outer boxes of an MP4, a track that is empty, and noise for media.</summary>
internal static class SampleVideo
{
    private const int FileTypeLength = 24;
    private const int MovieLength = 16;

    /// <summary>A file of this length; the same seed gives the same bytes.</summary>
    internal static byte[] Of(int length, int seed = 1, string brand = "isom")
    {
        byte[] file = new byte[length];
        new Random(seed).NextBytes(file);
        BinaryPrimitives.WriteInt32BigEndian(file, FileTypeLength);
        "ftypisom\0\0\0\0isommp42"u8.CopyTo(file.AsSpan(4));
        Encoding.ASCII.GetBytes(brand).CopyTo(file, 8);
        Span<byte> movie = file.AsSpan(FileTypeLength);
        BinaryPrimitives.WriteInt32BigEndian(movie, MovieLength);
        "moov\0\0\0\u0008trak"u8.CopyTo(movie[4..]);
        BinaryPrimitives.WriteInt32BigEndian(movie[MovieLength..], length - FileTypeLength - MovieLength);
        "mdat"u8.CopyTo(movie[(MovieLength + 4)..]);
        return file;
    }

    /// <summary>A WebM file with about so many bytes of media.</summary>
    internal static byte[] WebM(int length) =>
    [
        .. WebMMaker.Head(),
        .. WebMMaker.Element(
            WebMMaker.Segment,
            [.. WebMMaker.Element(WebMMaker.Tracks, [1]), .. WebMMaker.Element(WebMMaker.Cluster, WebMMaker.Element(WebMMaker.SimpleBlock, new byte[length]))]),
    ];
}
