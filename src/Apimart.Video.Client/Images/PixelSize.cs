using System.Buffers.Binary;

namespace Apimart.Video.Images;

/// <summary>A picture's width and height, read from its header; no picture is decoded.</summary>
internal readonly record struct PixelSize(int Width, int Height)
{
    /// <summary>The size that the header states, or null where it cannot be read.</summary>
    /// <param name="picture">The picture from its first byte; a JPEG may need more than its start.</param>
    internal static PixelSize? Read(ReadOnlySpan<byte> picture) => picture switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] when picture.Length >= 24 =>
            Of(BinaryPrimitives.ReadInt32BigEndian(picture[16..]), BinaryPrimitives.ReadInt32BigEndian(picture[20..])),
        [(byte)'G', (byte)'I', (byte)'F', ..] when picture.Length >= 10 =>
            Of(BinaryPrimitives.ReadUInt16LittleEndian(picture[6..]), BinaryPrimitives.ReadUInt16LittleEndian(picture[8..])),
        [0xFF, 0xD8, ..] => OfJpeg(picture),
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..] when picture.Length >= 30 => OfWebP(picture[12..]),
        _ => null,
    };

    private static PixelSize? OfJpeg(ReadOnlySpan<byte> picture)
    {
        for (int at = 2; at + 9 < picture.Length && picture[at] == 0xFF;)
        {
            byte marker = picture[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return Of(BinaryPrimitives.ReadUInt16BigEndian(picture[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(picture[(at + 5)..]));
            }

            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(picture[(at + 2)..]);
        }

        return null;
    }

    private static PixelSize? OfWebP(ReadOnlySpan<byte> chunk) => chunk[3] switch
    {
        (byte)' ' => Of(BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(chunk[16..]) & 0x3FFF),
        (byte)'L' => OfLossless(BinaryPrimitives.ReadUInt32LittleEndian(chunk[9..])),
        (byte)'X' => Of(1 + (chunk[12] | (chunk[13] << 8) | (chunk[14] << 16)), 1 + (chunk[15] | (chunk[16] << 8) | (chunk[17] << 16))),
        _ => null,
    };

    private static PixelSize? OfLossless(uint bits) => Of((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);

    private static PixelSize? Of(int width, int height) => width > 0 && height > 0 ? new PixelSize(width, height) : null;
}
