using System.Buffers.Binary;
using System.Text;
using Apimart.Video.Client.Tests.Containers;
using Apimart.Video.Containers;
using Apimart.Video.Simulator.Videos;
using CsCheck;

namespace Apimart.Video.Client.Tests.Films;

/// <summary>
/// Whatever a file holds, it is read to a clear end: nothing is thrown, in a number of reads and an amount of memory that the file's
/// length bounds. A failure prints the seed: <c>CsCheck_Seed=… dotnet run</c> repeats it.
/// </summary>
public sealed class FactsProperties
{
    private static readonly string[] s_types =
    [
        "moov", "trak", "mdia", "minf", "stbl", "edts", "mvex", "moof", "traf", "tkhd", "mdhd", "hdlr", "elst", "stsd", "stts", "stsz", "stz2", "mvhd", "mehd",
        "trex", "tfhd", "trun", "avc1", "mp4a", "esds", "pasp", "wave", "btrt", "free",
    ];

    private static readonly Gen<byte[]> s_leaf = Gen.OneOf(
        Gen.Byte.Array[0, 120],
        Gen.OneOf<uint>(0, 1, 2, 24, 1000, 0x7fffffff, 0x80000000, 0xffffffff, 0x76696465, 0x736f756e).Array[0, 30].Select(Words));

    [Fact]
    public void Boxes_of_any_kind_in_any_order_and_depth_are_read_to_an_end() =>
        Tree(5).Array[0, 6].Sample(trees => Hold([.. Mp4Maker.FileType().ToBytes(), .. trees.SelectMany(tree => tree), .. Mp4Maker.Box("mdat", [1])]), iter: 4000);

    [Fact]
    public void A_film_is_read_to_an_end_whatever_bytes_of_it_are_changed()
    {
        byte[] film = FilmMaker.Film(new FilmSpec(32, 32, 1, true, 0));
        int media = film.AsSpan().IndexOf("mdat"u8);
        Gen.Select(Gen.Int[0, media], Gen.OneOf<byte>(0, 1, 7, 8, 0x7f, 0x80, 0xff)).Array[1, 12].Sample(
            changes =>
            {
                byte[] changed = [.. film];
                foreach ((int at, byte value) in changes)
                {
                    changed[at] = value;
                }

                Hold(changed);
            },
            iter: 6000);
    }

    [Fact]
    public void Elements_of_any_kind_are_read_to_an_end()
    {
        byte[][] ids = [[0x1A, 0x45, 0xDF, 0xA3], [0x18, 0x53, 0x80, 0x67], [0x1F, 0x43, 0xB6, 0x75], [0x16, 0x54, 0xAE, 0x6B], [0x15, 0x49, 0xA9, 0x66], [0xAE], [0xA0], [0xA1], [0xA3], [0xE0], [0xE1], [0xE7], [0xD7], [0x83], [0x86], [0xB0], [0xB5], [0x44, 0x89], [0x2A, 0xD7, 0xB1]];
        Gen.Select(Gen.Int[0, ids.Length - 1], Gen.Byte.Array[0, 20], Gen.Bool).Array[0, 40].Sample(
            elements => Hold([.. WebMMaker.Head(), .. elements.SelectMany(element => (byte[])[.. ids[element.Item1], element.Item3 && element.Item2.Length > 0 ? element.Item2[0] : (byte)(0x80 | element.Item2.Length), .. element.Item2])]),
            iter: 4000);
    }

    [Fact]
    public void Boxes_ten_thousand_deep_and_a_table_that_promises_four_thousand_million_entries_are_no_harm()
    {
        byte[] deep = [];
        for (int i = 0; i < 10_000; i++)
        {
            deep = [.. Words((uint)deep.Length + 8), .. "mdia"u8, .. deep];
        }

        Hold([.. Mp4Maker.FileType().ToBytes(), .. Mp4Maker.Box("moov", Mp4Maker.Box("trak", deep)), .. Mp4Maker.Box("mdat", [1])]);
        Hold(
        [
            .. Mp4Maker.FileType().ToBytes(),
            .. Mp4Maker.Box("moov", Mp4Maker.Box("trak", Mp4Maker.Box("stts", Words(0, uint.MaxValue, uint.MaxValue, uint.MaxValue)))),
            .. Mp4Maker.Box("mdat", [1]),
        ]);
    }

    private static Gen<byte[]> Tree(int depth) => depth == 0
        ? Gen.Select(Gen.OneOf(s_types), s_leaf, (type, leaf) => Mp4Maker.Box(type, leaf))
        : Gen.OneOf(
            Gen.Select(Gen.OneOf(s_types), s_leaf, (type, leaf) => Mp4Maker.Box(type, leaf)),
            Gen.Select(Gen.OneOf(s_types), s_leaf, Tree(depth - 1).Array[0, 4], Gen.Bool, (type, leaf, children, hasHead) =>
                Mp4Maker.Box(type, [.. hasHead ? leaf : [], .. children.SelectMany(child => child)])));

    private static void Hold(byte[] file)
    {
        using CountingStream stream = new(file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        VideoFacts facts = VideoFacts.Read(stream);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(facts.Format is not null || facts.Problem is not null);
        Assert.True(stream.Reads <= 100 + (8 * file.Length), $"{stream.Reads} reads of {file.Length} bytes: {Convert.ToHexString(file.AsSpan(0, Math.Min(400, file.Length)))}");
        Assert.True(allocated <= 2_000_000 + (2000L * file.Length), $"{allocated} bytes for {file.Length}");
        Assert.True(facts.Seconds is null or (> 0 and < 1e11));
        Assert.InRange(facts.Picture?.PlayedSamples ?? 0, 0, long.MaxValue);
    }

    private static byte[] Words(params uint[] words)
    {
        byte[] bytes = new byte[words.Length * 4];
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(i * 4), words[i]);
        }

        return bytes;
    }

    private sealed class CountingStream(byte[] file) : MemoryStream(file)
    {
        internal int Reads { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            Reads++;
            return base.Read(buffer);
        }
    }
}
