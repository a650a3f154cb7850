using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Apimart.Video.Simulator.Images;

/// <summary>A picture of one colour that stands for the last frame of a task's video; each task has its own.</summary>
internal static class FramePicture
{
    private const int Width = 320;
    private const int Height = 180;

    /// <summary>The picture as a PNG.</summary>
    internal static byte[] Of(string taskId)
    {
        byte[] colour = SHA256.HashData(Encoding.UTF8.GetBytes(taskId))[..3];
        byte[] line = [0, .. Enumerable.Repeat(colour, Width).SelectMany(pixel => pixel)];
        using MemoryStream packed = new();
        using (ZLibStream zip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int row = 0; row < Height; row++)
            {
                zip.Write(line);
            }
        }

        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        header[8] = 8;
        header[9] = 2;
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", header), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string type, byte[] content)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. content];
        byte[] frame = new byte[4 + named.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(frame, content.Length);
        named.CopyTo(frame, 4);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4 + named.Length), Crc(named));
        return frame;
    }

    private static uint Crc(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte one in bytes)
        {
            crc ^= one;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
