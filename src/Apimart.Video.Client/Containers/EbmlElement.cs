namespace Apimart.Video.Containers;

/// <summary>The head of one element of EBML (RFC 8794).</summary>
/// <param name="Id">Its id with the marker bits, as specifications write it.</param>
/// <param name="Start">Where it begins in the file.</param>
/// <param name="HeaderLength">The bytes before its content.</param>
/// <param name="ContentLength">The bytes of its content; null where it states none and ends where something else begins.</param>
internal readonly record struct EbmlElement(uint Id, long Start, int HeaderLength, long? ContentLength)
{
    internal const uint Header = 0x1A45DFA3;
    internal const uint DocType = 0x4282;
    internal const uint Void = 0xEC;
    internal const uint Crc32 = 0xBF;
    internal const uint Segment = 0x18538067;
    internal const uint Cluster = 0x1F43B675;
    internal const uint Tracks = 0x1654AE6B;

    /// <summary>The most bytes that a head takes.</summary>
    internal const int LongestHeader = 12;

    internal static ReadOnlySpan<byte> Magic => [0x1A, 0x45, 0xDF, 0xA3];

    internal long ContentStart => Start + HeaderLength;

    internal long? End => ContentStart + ContentLength;

    /// <summary>Reads a head.</summary>
    /// <param name="head">The bytes from the head's first on.</param>
    /// <param name="start">Where they stand in the file.</param>
    /// <param name="isCut">Whether there is no head because the bytes end in it.</param>
    internal static EbmlElement? Parse(ReadOnlySpan<byte> head, long start, out bool isCut)
    {
        isCut = false;
        int idLength = LengthOf(head, longest: 4);
        if (idLength == 0 || head.Length <= idLength)
        {
            isCut = idLength > 0 || head.IsEmpty;
            return null;
        }

        int sizeLength = LengthOf(head[idLength..], longest: 8);
        if (sizeLength == 0 || head.Length < idLength + sizeLength)
        {
            isCut = sizeLength > 0;
            return null;
        }

        uint id = (uint)Number(head[..idLength]);
        long marked = Number(head.Slice(idLength, sizeLength));
        long mask = (1L << (7 * sizeLength)) - 1;
        long size = marked & mask;
        return new EbmlElement(id, start, idLength + sizeLength, size == mask ? null : size);
    }

    /// <summary>The length of a variable-length number, told by its leading zero bits; 0 where it is none.</summary>
    private static int LengthOf(ReadOnlySpan<byte> bytes, int longest)
    {
        int length = bytes.IsEmpty || bytes[0] == 0 ? 0 : System.Numerics.BitOperations.LeadingZeroCount((uint)bytes[0] << 24) + 1;
        return length <= longest ? length : 0;
    }

    private static long Number(ReadOnlySpan<byte> bytes)
    {
        long number = 0;
        foreach (byte b in bytes)
        {
            number = (number << 8) | b;
        }

        return number;
    }
}
