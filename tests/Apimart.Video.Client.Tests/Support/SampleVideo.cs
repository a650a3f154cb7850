using System.Buffers.Binary;

namespace Apimart.Video.Client.Tests.Support;

/// <summary>Files that have the outer boxes of an MP4 and noise inside.</summary>
internal static class SampleVideo
{
    private const int FileTypeLength = 24;

    /// <summary>A file of this length; the same seed gives the same bytes.</summary>
    internal static byte[] Of(int length, int seed = 1)
    {
        byte[] file = new byte[length];
        new Random(seed).NextBytes(file);
        BinaryPrimitives.WriteInt32BigEndian(file, FileTypeLength);
        "ftypisom\0\0\0\0isommp42"u8.CopyTo(file.AsSpan(4));
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(FileTypeLength), length - FileTypeLength);
        "mdat"u8.CopyTo(file.AsSpan(FileTypeLength + 4));
        return file;
    }
}
