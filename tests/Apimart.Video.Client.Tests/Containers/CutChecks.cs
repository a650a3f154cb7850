using System.Buffers.Binary;
using Apimart.Video.Containers;
using CsCheck;

namespace Apimart.Video.Client.Tests.Containers;

/// <summary>
/// Random structures, cut anywhere, and what has to be found of them.
/// </summary>
internal static class CutChecks
{
    private static readonly Gen<BoxSize> s_size = Gen.OneOf(BoxSize.Short, BoxSize.Short, BoxSize.Long);
    private static readonly Gen<byte[]> s_content = Gen.Byte.Array[0, 60];

    private static readonly Gen<TopBox> s_lead =
        Gen.Select(Gen.OneOf("free", "skip", "wide", "styp"), s_content, s_size, (type, content, size) => new TopBox(type, content, size));

    private static readonly Gen<TopBox> s_other = Gen.Select(
        Gen.OneOf("free", "skip", "uuid", "meta", "udta", "sidx", "©xyz"), s_content, s_size, (type, content, size) => new TopBox(type, content, size));

    private static readonly Gen<TopBox> s_media =
        Gen.Select(Gen.Byte.Array[1, 200], s_size, (content, size) => new TopBox("mdat", content, size));

    private static readonly Gen<TopBox> s_fileType = Gen.OneOf("isom", "mp42", "qt  ", "iso6", "M4V ").Select(brand => Mp4Maker.FileType(brand));

    private static readonly Gen<List<TopBox>> s_head =
        Gen.Select(s_lead.Array[0, 2], s_fileType, s_other.Array[0, 2], (lead, type, others) => new List<TopBox>([.. lead, type, .. others]));

    /// <summary>The layouts of the field: index first or last, media in one or more boxes, fragments, media that reaches to the end.</summary>
    private static readonly Gen<TopBox[]> s_file = Gen.OneOf(
        Gen.Select(s_head, s_media.Array[1, 3], s_other.Array[0, 2], (head, media, tail) => Finish(head, [Mp4Maker.Movie(0, [1]), .. media, .. tail])),
        Gen.Select(s_head, s_media.Array[1, 3], s_other.Array[0, 2], (head, media, tail) => Finish(head, [.. media, Mp4Maker.Movie(0, [1]), .. tail])),
        Gen.Select(s_head, s_media.Array[1, 4], s_content, (head, media, note) =>
            Finish(head, [Mp4Maker.Movie(0, []), .. media.SelectMany(data => new[] { new TopBox("moof", note), data })])),
        Gen.Select(s_head, Gen.Int[1, 50].Array[1, 6], Gen.Bool, (head, samples, wide) => WithOpenEnd(head, samples, wide)));

    /// <summary>A WebM file, and the places where what stands before them is a whole file of its own.</summary>
    private static readonly Gen<(byte[] File, HashSet<int> Ends)> s_webM = Gen.Select(
        Gen.Bool, Gen.Bool, Gen.Byte.Array[1, 150].Array[1, 3].Array[1, 3], Gen.Bool, Gen.Int[0, 30], WebM);

    internal static void CheckCuts(int files) =>
        s_file.Sample(
            boxes =>
            {
                byte[] file = Mp4Maker.Join(boxes);
                Hold(Inspect(file).IsWhole, $"{Inspect(file).Problem} in {Names(boxes)}");
                HashSet<int> ends = EndsOfWholePrefixes(boxes);
                for (int cut = 0; cut < file.Length; cut++)
                {
                    ContainerReport report = Inspect(file[..cut]);
                    Hold(report.IsWhole == ends.Contains(cut), $"cut at {cut} of {file.Length}: '{report.Problem}' in {Names(boxes)}");
                }
            },
            iter: files,
            print: Names);

    internal static void CheckSizes(int files) =>
        Gen.Select(s_file, Gen.Int[0, 20], Gen.OneOf<uint>(1, 2, 7, 0x7fffffff, 0xffffffff), Gen.Bool).Sample(
            (boxes, which, size, isWide) =>
            {
                byte[] file = Mp4Maker.Join(boxes);
                int at = boxes.Take(which % boxes.Length).Sum(box => box.ToBytes().Length);
                BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at), size);
                if (size == 1 && file.Length - at >= 16)
                {
                    BinaryPrimitives.WriteInt64BigEndian(file.AsSpan(at + 8), isWide ? long.MaxValue : -1);
                }

                Hold(!Inspect(file).IsWhole, "a size that does not add up is not found");
            },
            iter: files);

    internal static void CheckChanges(int files) =>
        Gen.Select(Gen.OneOf(s_file.Select(Mp4Maker.Join), s_webM.Select(made => made.File)), Gen.Int.Array[1, 8], Gen.OneOf<byte>(0, 1, 7, 8, 0x7f, 0x80, 0xff)).Sample(
            (file, places, value) =>
            {
                foreach (int place in places)
                {
                    file[(place & int.MaxValue) % file.Length] = value;
                }

                ContainerReport report = Inspect(file);
                Hold(report.IsWhole ? report.Format is not null : report.Problem!.Length > 0, "a verdict says nothing");
                VideoFormats.MayBeVideo(file, out _);
            },
            iter: files);

    internal static void CheckDepths(int files) =>
        Gen.Select(Gen.Int[1, 200], Gen.OneOf("moov", "trak", "mdia", "free")).Sample(
            (depth, type) =>
            {
                byte[] nested = [];
                for (int i = 0; i < depth; i++)
                {
                    nested = Mp4Maker.Box(i % 2 == 0 ? type : "trak", nested);
                }

                byte[] file = [.. Mp4Maker.FileType().ToBytes(), .. Mp4Maker.Box("moov", nested), .. Mp4Maker.Box("mdat", [1], BoxSize.ToEnd)];
                Hold(!Inspect(file[..^2]).IsWhole, $"a cut at depth {depth} is not found");
            },
            iter: files);

    internal static void CheckWebMCuts(int files) =>
        s_webM.Sample(
            made =>
            {
                Hold(Inspect(made.File).IsWhole, Inspect(made.File).Problem);
                for (int cut = 0; cut < made.File.Length; cut++)
                {
                    ContainerReport report = Inspect(made.File[..cut]);
                    Hold(report.IsWhole == made.Ends.Contains(cut), $"cut at {cut} of {made.File.Length}: '{report.Problem}'");
                }
            },
            iter: files,
            print: made => Convert.ToHexString(made.File));

    private static void Hold(bool held, string? what)
    {
        if (!held)
        {
            throw new InvalidOperationException(what);
        }
    }

    private static ContainerReport Inspect(byte[] file)
    {
        using MemoryStream stream = new(file, writable: false);
        return Container.Inspect(stream);
    }

    private static string Names(TopBox[] boxes) => string.Join(' ', boxes.Select(box => $"{box.Type}:{box.Content.Length}:{box.Size}"));

    private static TopBox[] Finish(List<TopBox> head, IEnumerable<TopBox> rest) => [.. head, .. rest];

    /// <summary>The index knows where the samples end, which the open box does not say.</summary>
    private static TopBox[] WithOpenEnd(List<TopBox> head, int[] samples, bool wide)
    {
        long offset = Mp4Maker.Join(head).Length + Mp4Maker.Movie(0, samples, wide).ToBytes().Length + 8;
        return [.. head, Mp4Maker.Movie(offset, samples, wide), new TopBox("mdat", new byte[samples.Sum()], BoxSize.ToEnd)];
    }

    /// <summary>Between two boxes a shorter file may be whole too: without its last fragment, or without what follows the media.</summary>
    private static HashSet<int> EndsOfWholePrefixes(TopBox[] boxes)
    {
        HashSet<int> ends = [];
        int end = 0;
        for (int count = 1; count < boxes.Length; count++)
        {
            end += boxes[count - 1].ToBytes().Length;
            TopBox[] before = boxes[..count];
            if (before.Any(box => box.Type == "moov")
                && before.Any(box => box.Type == "mdat")
                && before.Last(box => box.Type is "mdat" or "moof").Type == "mdat")
            {
                ends.Add(end);
            }
        }

        return ends;
    }

    private static (byte[] File, HashSet<int> Ends) WebM(bool liveSegment, bool liveClusters, byte[][][] clusters, bool cues, int padding)
    {
        HashSet<int> ends = [];
        List<byte> content = [.. WebMMaker.Element(WebMMaker.Info, new byte[5]), .. WebMMaker.Element(WebMMaker.Tracks, new byte[30])];
        foreach (byte[][] blocks in clusters)
        {
            byte[] time = WebMMaker.Element(WebMMaker.Timecode, [0, 1]);
            byte[][] all = [.. blocks.Select(block => WebMMaker.Element(WebMMaker.SimpleBlock, block))];
            byte[] inside = [.. time, .. all.SelectMany(block => block)];
            int start = content.Count;
            content.AddRange(WebMMaker.Element(WebMMaker.Cluster, inside, liveClusters, 8));
            if (liveClusters)
            {
                int at = start + 12;
                ends.UnionWith(ends.Count > 0 ? [start, at, at + time.Length] : []);
                at += time.Length;
                foreach (byte[] block in all)
                {
                    at += block.Length;
                    ends.Add(at);
                }
            }
            else
            {
                ends.Add(content.Count);
            }
        }

        if (cues)
        {
            content.AddRange(WebMMaker.Element(WebMMaker.Cues, new byte[padding]));
            ends.Add(content.Count);
        }

        byte[] head = WebMMaker.Head();
        byte[] file = [.. head, .. WebMMaker.Element(WebMMaker.Segment, [.. content], liveSegment, 8)];
        return (file, liveSegment ? [.. ends.Select(end => head.Length + 12 + end)] : []);
    }
}
