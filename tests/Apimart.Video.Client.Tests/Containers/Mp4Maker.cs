using System.Buffers.Binary;
using System.Text;

namespace Apimart.Video.Client.Tests.Containers;

/// <summary>How a box states its length.</summary>
internal enum BoxSize
{
    Short,
    Long,
    ToEnd,
}

/// <summary>A box at the top of a file.</summary>
internal sealed record TopBox(string Type, byte[] Content, BoxSize Size = BoxSize.Short)
{
    internal byte[] ToBytes() => Mp4Maker.Box(Type, Content, Size);
}

/// <summary>Writes MP4 files box by box, as ISO/IEC 14496-12 describes them.</summary>
internal static class Mp4Maker
{
    internal static byte[] Box(string type, byte[] content, BoxSize size = BoxSize.Short)
    {
        byte[] box = new byte[(size == BoxSize.Long ? 16 : 8) + content.Length];
        BinaryPrimitives.WriteUInt32BigEndian(box, size switch { BoxSize.Short => (uint)box.Length, BoxSize.Long => 1, _ => 0 });
        Encoding.Latin1.GetBytes(type).CopyTo(box, 4);
        if (size == BoxSize.Long)
        {
            BinaryPrimitives.WriteInt64BigEndian(box.AsSpan(8), box.Length);
        }

        content.CopyTo(box, box.Length - content.Length);
        return box;
    }

    internal static TopBox FileType(string brand = "isom") => new("ftyp", [.. Encoding.ASCII.GetBytes(brand), 0, 0, 2, 0, .. "isommp42"u8]);

    /// <summary>A movie of one track, its samples as large as given, all in one chunk at an offset.</summary>
    internal static TopBox Movie(long offset, int[] samples, bool wide = false) => new("moov",
    [
        .. Box("mvhd", new byte[100]),
        .. Box("trak", [.. Box("tkhd", new byte[84]), .. Box("mdia", [.. Box("hdlr", new byte[25]), .. Box("minf", Box("stbl", SampleTable(offset, samples, wide)))])]),
    ]);

    internal static byte[] Join(IEnumerable<TopBox> boxes) => [.. boxes.SelectMany(box => box.ToBytes())];

    private static byte[] SampleTable(long offset, int[] samples, bool wide) =>
    [
        .. Box("stsc", Words(0, 1, 1, samples.Length, 1)),
        .. Box("stsz", Words([0, 0, samples.Length, .. samples])),
        .. wide ? Box("co64", Words(0, 1, 0, (int)offset)) : Box("stco", Words(0, 1, (int)offset)),
    ];

    private static byte[] Words(params int[] words)
    {
        byte[] bytes = new byte[words.Length * 4];
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(i * 4), words[i]);
        }

        return bytes;
    }
}
