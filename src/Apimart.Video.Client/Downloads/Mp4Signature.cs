using System.Buffers.Binary;
using System.Text;

namespace Apimart.Video.Downloads;

/// <summary>What can be told of an MP4 file (ISO/IEC 14496-12) from its outermost boxes.</summary>
internal static class Mp4Signature
{
    /// <summary>How many bytes of the start are needed to tell an MP4 from anything else.</summary>
    internal const int Length = 12;

    private const int HeaderLength = 8;
    private const int LongHeaderLength = 16;

    internal static bool IsAtStartOf(ReadOnlySpan<byte> start) =>
        start.Length >= Length
        && BinaryPrimitives.ReadUInt32BigEndian(start) is 0 or 1 or >= HeaderLength
        && start[4..8].SequenceEqual("ftyp"u8);

    /// <summary>
    /// The type of the outermost box that goes beyond the end of the file, or null when the boxes fit.
    /// A host that states a wrong length, or none, is found out by this alone. Bytes that are no box are left in peace.
    /// </summary>
    internal static string? FindCutBox(Stream file)
    {
        byte[] header = new byte[LongHeaderLength];
        long position = 0;
        while (file.Length - position >= HeaderLength)
        {
            file.Position = position;
            int read = file.ReadAtLeast(header, LongHeaderLength, throwOnEndOfStream: false);
            if (SizeOf(header.AsSpan(0, read)) is not { } size || !IsKnown(header.AsSpan(4, 4)))
            {
                return null;
            }

            if (size > file.Length - position)
            {
                return Encoding.ASCII.GetString(header, 4, 4);
            }

            position += size == 0 ? file.Length - position : size;
        }

        return null;
    }

    private static long? SizeOf(ReadOnlySpan<byte> header)
    {
        uint size = BinaryPrimitives.ReadUInt32BigEndian(header);
        return size switch
        {
            0 or >= HeaderLength => size,
            1 when header.Length >= LongHeaderLength
                && BinaryPrimitives.ReadInt64BigEndian(header[8..]) is >= LongHeaderLength and var large => large,
            _ => null,
        };
    }

    private static bool IsKnown(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("ftyp"u8) || type.SequenceEqual("moov"u8) || type.SequenceEqual("mdat"u8)
        || type.SequenceEqual("free"u8) || type.SequenceEqual("skip"u8) || type.SequenceEqual("wide"u8)
        || type.SequenceEqual("moof"u8) || type.SequenceEqual("mfra"u8) || type.SequenceEqual("sidx"u8)
        || type.SequenceEqual("styp"u8) || type.SequenceEqual("uuid"u8) || type.SequenceEqual("meta"u8)
        || type.SequenceEqual("udta"u8);
}
