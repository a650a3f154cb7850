using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;

namespace Apimart.Video.Simulator.Videos;

/// <summary>Makes films that play: an MP4 of H.264 pictures and AAC sound, of any size and length, without any other program.</summary>
internal static class FilmMaker
{
    private const int Kept = 64;
    private const uint MovieScale = 1000;
    private const int SoundRate = 16_000;
    private const int SoundFrame = 1024;

    /// <summary>
    /// One frame of AAC (LC, mono, 16 kHz) of a tone that fits into it a whole number of times, so that the same bytes make a tone of
    /// any length.
    /// </summary>
    private static readonly byte[] s_tone = Convert.FromHexString("00E430003620EFEC09BBB0937A690E89F83E27F816E984BA2BBB3D37");

    private static readonly ConcurrentDictionary<FilmSpec, byte[]> s_films = new();

    internal static byte[] Film(FilmSpec spec)
    {
        if (s_films.Count >= Kept)
        {
            s_films.Clear();
        }

        return s_films.GetOrAdd(spec, Make);
    }

    private static byte[] Make(FilmSpec spec)
    {
        PictureCoder coder = new(spec);
        byte[][] pictures = [.. Enumerable.Range(0, spec.Frames).Select(frame => WithLength(frame == 0 ? coder.First() : coder.Next(frame)))];
        int tones = spec.HasSound ? ((spec.Seconds * SoundRate) + SoundFrame - 1) / SoundFrame : 0;
        byte[] fileType = Box("ftyp", "isom\0\0\u0002\0isomiso2avc1mp41"u8.ToArray());

        // Where the media begin depends on the index's length alone, which does not depend on where they begin.
        int media = fileType.Length + Index(spec, coder, pictures, tones, 0).Length + 8;
        return
        [
            .. fileType,
            .. Index(spec, coder, pictures, tones, media),
            .. Box("mdat", [.. pictures.SelectMany(picture => picture), .. Enumerable.Repeat(s_tone, tones).SelectMany(tone => tone)]),
        ];
    }

    private static byte[] Index(FilmSpec spec, PictureCoder coder, byte[][] pictures, int tones, int media)
    {
        uint length = (uint)spec.Seconds * MovieScale;
        byte[] head = Full("mvhd", 0,
            [.. Words(0, 0, MovieScale, length, 0x00010000), 1, 0, .. new byte[10], .. Matrix, .. new byte[24], .. Words(tones > 0 ? 3u : 2u)]);
        byte[] picture = Track(
            1, length, (uint)spec.Width, (uint)spec.Height, 0, "vide", FilmSpec.FramesPerSecond, (uint)spec.Frames,
            Full("vmhd", 1, new byte[8]),
            Table(
                PictureEntry(spec, coder), (uint)spec.Frames, 1, media,
                [.. Words(0, (uint)pictures.Length), .. pictures.SelectMany(unit => Words((uint)unit.Length))],
                Full("stss", 0, Words(1, 1))));
        byte[] sound = tones == 0 ? [] : Track(
            2, length, 0, 0, 0x0100, "soun", SoundRate, (uint)(tones * SoundFrame),
            Full("smhd", 0, new byte[4]),
            Table(SoundEntry(), (uint)tones, SoundFrame, media + pictures.Sum(unit => unit.Length), Words((uint)s_tone.Length, (uint)tones), []));
        return Box("moov", [.. head, .. picture, .. sound]);
    }

    private static byte[] Track(
        uint id, uint length, uint width, uint height, ushort volume, string handler, uint scale, uint ticks, byte[] mediaHead, byte[] table) =>
        Box("trak",
        [
            .. Full("tkhd", 3, [.. Words(0, 0, id, 0, length, 0, 0, 0, (uint)volume << 16), .. Matrix, .. Words(width << 16, height << 16)]),
            .. Box("mdia",
            [
                .. Full("mdhd", 0, Words(0, 0, scale, ticks, 0x55C40000)),
                .. Full("hdlr", 0, [.. Words(0), .. Encoding.ASCII.GetBytes(handler), .. new byte[12], .. "Simulator\0"u8]),
                .. Box("minf", [.. mediaHead, .. Box("dinf", Full("dref", 0, [.. Words(1), .. Full("url ", 1, [])])), .. table]),
            ]),
        ]);

    private static byte[] Table(byte[] entry, uint samples, uint ticks, int offset, byte[] sizes, byte[] keys) =>
        Box("stbl",
        [
            .. Full("stsd", 0, [.. Words(1), .. entry]),
            .. Full("stts", 0, Words(1, samples, ticks)),
            .. keys,
            .. Full("stsc", 0, Words(1, 1, samples, 1)),
            .. Full("stsz", 0, sizes),
            .. Full("stco", 0, Words(1, (uint)offset)),
        ]);

    private static byte[] PictureEntry(FilmSpec spec, PictureCoder coder)
    {
        byte[] sequence = coder.Sequence();
        byte[] parameters = PictureCoder.Parameters();
        byte[] configuration =
        [
            1, sequence[1], sequence[2], sequence[3], 0xFF, 0xE1,
            .. Half(sequence.Length), .. sequence, 1, .. Half(parameters.Length), .. parameters,
        ];
        return Box("avc1",
        [
            .. new byte[6], 0, 1, .. new byte[16], .. Half(spec.Width), .. Half(spec.Height), .. Words(0x00480000, 0x00480000, 0),
            0, 1, .. new byte[32], 0, 24, 0xFF, 0xFF, .. Box("avcC", configuration),
        ]);
    }

    private static byte[] SoundEntry()
    {
        byte[] decoder = [4, 17, 0x40, 0x15, 0, 0, 0, .. Words(9000, 9000), 5, 2, 0x14, 0x08];
        return Box("mp4a",
        [
            .. new byte[6], 0, 1, .. new byte[8], 0, 1, 0, 16, .. new byte[4], .. Words(SoundRate << 16),
            .. Full("esds", 0, [3, (byte)(3 + decoder.Length + 3), 0, 2, 0, .. decoder, 6, 1, 2]),
        ]);
    }

    private static byte[] Matrix => Words(0x00010000, 0, 0, 0, 0x00010000, 0, 0, 0, 0x40000000);

    private static byte[] WithLength(byte[] unit) => [.. Words((uint)unit.Length), .. unit];

    private static byte[] Full(string type, uint flags, byte[] content) => Box(type, [.. Words(flags), .. content]);

    private static byte[] Box(string type, byte[] content) =>
        [.. Words((uint)content.Length + 8), .. Encoding.ASCII.GetBytes(type), .. content];

    private static byte[] Half(int number) => [(byte)(number >> 8), (byte)number];

    private static byte[] Words(params uint[] numbers)
    {
        byte[] bytes = new byte[numbers.Length * 4];
        for (int i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(i * 4), numbers[i]);
        }

        return bytes;
    }
}
