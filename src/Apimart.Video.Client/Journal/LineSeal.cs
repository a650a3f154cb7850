using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Apimart.Video.Journal;

/// <summary>
/// The end of each line: the checksum of the line before it and its own, so that a line that was changed, taken away, added or
/// moved is found out. Neither is a secret: this guards against accidents, not against forgery.
/// </summary>
internal static class LineSeal
{
    private const int Digits = 8;

    /// <summary>The length of <c>,"p":"xxxxxxxx","c":"xxxxxxxx"}</c>.</summary>
    internal const int Length = 31;

    private static ReadOnlySpan<byte> Former => ",\"p\":\""u8;

    private static ReadOnlySpan<byte> Own => "\",\"c\":\""u8;

    /// <summary>Ends an object that was written with its closing brace.</summary>
    internal static byte[] Close(ReadOnlySpan<byte> json, uint former, out uint own)
    {
        byte[] line = new byte[json.Length - 1 + Length];
        json[..^1].CopyTo(line);
        Span<byte> seal = line.AsSpan(json.Length - 1);
        Former.CopyTo(seal);
        Encoding.ASCII.GetBytes(former.ToString("x8", CultureInfo.InvariantCulture), seal[Former.Length..]);
        int covered = line.Length - Digits - Own.Length - 2;
        own = Extend(0, line.AsSpan(0, covered));
        Own.CopyTo(line.AsSpan(covered));
        Encoding.ASCII.GetBytes(own.ToString("x8", CultureInfo.InvariantCulture), line.AsSpan(covered + Own.Length));
        "\"}"u8.CopyTo(line.AsSpan(line.Length - 2));
        return line;
    }

    /// <summary>Reads the two checksums that a line ends with; false where it ends otherwise.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> line, out uint former, out uint own)
    {
        former = own = 0;
        if (line.Length <= Length)
        {
            return false;
        }

        ReadOnlySpan<byte> seal = line[^Length..];
        return seal.StartsWith(Former)
            && seal[(Former.Length + Digits)..].StartsWith(Own)
            && seal.EndsWith("\"}"u8)
            && TryHex(seal.Slice(Former.Length, Digits), out former)
            && TryHex(seal.Slice(Length - Digits - 2, Digits), out own);
    }

    internal static bool Holds(ReadOnlySpan<byte> line, uint own) => Extend(0, line[..^(Digits + Own.Length + 2)]) == own;

    private static bool TryHex(ReadOnlySpan<byte> text, out uint value) =>
        Utf8Parser.TryParse(text, out value, out int used, 'x') && used == Digits;

    /// <summary>What a line's end says of it.</summary>
    internal static SealReading Read(ReadOnlySpan<byte> line)
    {
        bool isSealed = TryRead(line, out uint former, out uint own);
        return new SealReading(isSealed, isSealed && Holds(line, own), former, own);
    }

    /// <summary>The checksum of bytes that go on behind others.</summary>
    /// <param name="former">The checksum of those; 0 for none.</param>
    /// <param name="bytes">What follows them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // All bytes of a journal pass here, when it is opened, at the start of a process.
    internal static uint Extend(uint former, ReadOnlySpan<byte> bytes)
    {
        uint crc = ~former;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte one in bytes)
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        return ~crc;
    }
}

/// <summary>The checksums at the end of a line.</summary>
/// <param name="IsSealed">Whether there are any.</param>
/// <param name="IsWhole">Whether its own holds: the line is as it was written.</param>
/// <param name="Former">The checksum of the line before it.</param>
/// <param name="Own">Its own.</param>
internal readonly record struct SealReading(bool IsSealed, bool IsWhole, uint Former, uint Own);
