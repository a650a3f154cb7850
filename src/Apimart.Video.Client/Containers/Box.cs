using System.Buffers.Binary;
using System.Text;

namespace Apimart.Video.Containers;

/// <summary>The head of one box (ISO/IEC 14496-12, 4.2), or atom as QuickTime calls it.</summary>
/// <param name="Type">Its type, four characters.</param>
/// <param name="Start">Where it begins in the file.</param>
/// <param name="HeaderLength">The bytes before its content.</param>
/// <param name="Length">Its bytes with the head.</param>
/// <param name="ReachesToEnd">Whether it states no length of its own and ends where its surroundings do.</param>
internal readonly record struct Box(string Type, long Start, int HeaderLength, long Length, bool ReachesToEnd)
{
    internal const int ShortHeader = 8;
    internal const int LongHeader = 16;

    internal long ContentStart => Start + HeaderLength;

    internal long End => Start + Length;

    internal long ContentLength => Length - HeaderLength;

    /// <summary>Reads a head; its length is not compared with what is there.</summary>
    /// <param name="head">The bytes, 8 at least, or 16 where the length is a long one.</param>
    /// <param name="start">Where they stand in the file.</param>
    /// <param name="limit">Where what surrounds the box ends.</param>
    /// <returns>Null where no box stands there.</returns>
    internal static Box? Parse(ReadOnlySpan<byte> head, long start, long limit)
    {
        if (head.Length < ShortHeader || !IsType(head[4..8]))
        {
            return null;
        }

        uint size = BinaryPrimitives.ReadUInt32BigEndian(head);
        string type = TypeText(head[4..]);
        return size switch
        {
            0 => new Box(type, start, ShortHeader, limit - start, ReachesToEnd: true),
            1 when head.Length >= LongHeader
                && BinaryPrimitives.ReadInt64BigEndian(head[8..]) is >= LongHeader and var large
                && large <= long.MaxValue - start => new Box(type, start, LongHeader, large, ReachesToEnd: false),
            >= ShortHeader => new Box(type, start, ShortHeader, size, ReachesToEnd: false),
            _ => null,
        };
    }

    internal static string TypeText(ReadOnlySpan<byte> type) => Encoding.Latin1.GetString(type[..4]);

    /// <summary>Types are printable ASCII, with the © of QuickTime's texts.</summary>
    private static bool IsType(ReadOnlySpan<byte> type)
    {
        foreach (byte c in type)
        {
            if (c is not ((>= 0x20 and < 0x7f) or 0xa9))
            {
                return false;
            }
        }

        return true;
    }
}
