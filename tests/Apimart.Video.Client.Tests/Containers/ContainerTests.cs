using System.Text;
using Apimart.Video.Containers;
using static Apimart.Video.Client.Tests.Containers.Mp4Maker;

namespace Apimart.Video.Client.Tests.Containers;

/// <summary>What the structure of a file says of it, by ISO/IEC 14496-12 and RFC 9559.</summary>
public sealed class ContainerTests
{
    private static readonly TopBox s_media = new("mdat", [1, 2, 3, 4]);
    private static readonly TopBox s_movie = Movie(100, [4]);

    public static TheoryData<string, string, byte[]> Videos => new()
    {
        { "index first", ".mp4", Join([FileType(), s_movie, s_media]) },
        { "index last", ".mp4", Join([FileType("mp42"), s_media, s_movie]) },
        { "ftyp after free", ".mp4", Join([new("free", new byte[9]), FileType(), s_movie, s_media]) },
        { "ftyp after wide", ".mp4", Join([new("wide", []), FileType(), s_movie, s_media]) },
        { "ftyp after skip and styp", ".mp4", Join([new("skip", []), new("styp", new byte[8]), FileType(), s_movie, s_media]) },
        { "64-bit length", ".mp4", Join([FileType(), s_movie, s_media with { Size = BoxSize.Long }]) },
        { "media to the end", ".mp4", Join([FileType(), Movie(0, []), s_media with { Size = BoxSize.ToEnd }]) },
        { "fragments", ".mp4", Join([FileType("iso5"), s_movie, new("moof", new byte[8]), s_media, new("moof", []), s_media, new("mfra", [])]) },
        { "boxes of makers", ".mp4", Join([FileType(), s_movie, new("uuid", new byte[16]), s_media, new("©xyz", []), new("Xtra", [1])]) },
        { "QuickTime", ".mov", Join([FileType("qt  "), new("wide", []), s_media, s_movie]) },
        { "WebM", ".webm", [.. WebMMaker.Head(), .. Segment("known")] },
        { "WebM, live", ".webm", [.. WebMMaker.Head(), .. Segment("live")] },
        { "Matroska", ".mkv", [.. WebMMaker.Head("matroska"), .. Segment("known")] },
    };

    public static TheoryData<string, byte[]> Others => new()
    {
        { "nothing", [] },
        { "a page", Encoding.UTF8.GetBytes("<!DOCTYPE html><html><body>Sign in to see your video</body></html>") },
        { "JSON", Encoding.UTF8.GetBytes("{\"error\":{\"message\":\"the link has expired\"}}") },
        { "ftyp alone", Join([new("ftyp", new byte[24])]) },
        { "an ftyp of 32 bytes", Join([new("ftyp", [.. "isom\0\0\u0002\0isomiso2avc1mp41"u8])]) },
        { "no index", Join([FileType(), s_media]) },
        { "an empty index", Join([FileType(), new("moov", []), s_media]) },
        { "an index without a track", Join([FileType(), new("moov", Box("mvhd", new byte[100])), s_media]) },
        { "no media", Join([FileType(), s_movie]) },
        { "empty media", Join([FileType(), s_movie, new("mdat", [])]) },
        { "a fragment without its media", Join([FileType(), s_movie, s_media, new("moof", new byte[8])]) },
        { "no ftyp", Join([s_movie, s_media]) },
        { "ftyp behind the index", Join([s_movie, FileType(), s_media]) },
        { "HEIC", Join([FileType("heic"), new("meta", new byte[40]), s_media]) },
        { "HEIC with a movie", Join([FileType("msf1"), s_movie, s_media]) },
        { "AVIF", Join([FileType("avif"), new("meta", new byte[40]), s_media]) },
        { "sound alone", Join([FileType("M4A "), s_movie, s_media]) },
        { "GIF", [.. "GIF89a"u8, .. new byte[40]] },
        { "ZIP", [.. "PK\u0003\u0004"u8, .. new byte[40]] },
        { "PNG", [0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, .. new byte[40]] },
        { "a page behind a video", [.. Join([FileType(), s_movie, s_media]), .. "<html></html>"u8] },
        { "zeros behind a video", [.. Join([FileType(), s_movie, s_media]), .. new byte[64]] },
        { "a text of DocType html", [.. WebMMaker.Head("html"), .. Segment("known")] },
        { "WebM, head alone", WebMMaker.Head() },
        { "WebM without tracks", [.. WebMMaker.Head(), .. WebMMaker.Element(WebMMaker.Segment, WebMMaker.Element(WebMMaker.Cluster, [0xA3, 0x81, 1]))] },
        { "WebM without media", [.. WebMMaker.Head(), .. WebMMaker.Element(WebMMaker.Segment, WebMMaker.Element(WebMMaker.Tracks, [1]))] },
        { "a page behind WebM", [.. WebMMaker.Head(), .. Segment("known"), .. "<html></html>"u8] },
    };

    [Theory]
    [MemberData(nameof(Videos))]
    public void A_whole_video_is_one_and_has_its_own_extension(string what, string extension, byte[] file)
    {
        using MemoryStream stream = new(file);

        ContainerReport report = Container.Inspect(stream);

        Assert.True(report.IsWhole, $"{what}: {report.Problem}");
        Assert.Equal(extension, VideoFormats.ExtensionOf(report.Format!.Value, ".mp4"));
        Assert.True(VideoFormats.MayBeVideo(file, out VideoFormat? seen), what);
        Assert.Equal(report.Format, seen);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Anything_else_is_no_whole_video(string what, byte[] file)
    {
        using MemoryStream stream = new(file);

        ContainerReport report = Container.Inspect(stream);

        Assert.False(report.IsWhole, what);
        Assert.NotEmpty(report.Problem!);
    }

    [Theory]
    [InlineData(".m4v", ".m4v")]
    [InlineData(".MP4", ".MP4")]
    [InlineData(".mov", ".mp4")]
    [InlineData(".webm", ".mp4")]
    public void A_wished_extension_stays_where_it_says_what_is_inside(string wished, string given) =>
        Assert.Equal(given, VideoFormats.ExtensionOf(VideoFormat.Mp4, wished));

    private static byte[] Segment(string kind)
    {
        bool live = kind == "live";
        byte[] cluster = [.. WebMMaker.Element(WebMMaker.Timecode, [0]), .. WebMMaker.Element(WebMMaker.SimpleBlock, new byte[300])];
        return WebMMaker.Element(
            WebMMaker.Segment,
            [
                .. WebMMaker.Element(WebMMaker.Info, new byte[12]),
                .. WebMMaker.Element(WebMMaker.Tracks, new byte[40]),
                .. WebMMaker.Element(WebMMaker.Cluster, cluster, live, live ? 8 : 0),
                .. WebMMaker.Element(WebMMaker.Cluster, cluster, live, live ? 1 : 4),
                .. WebMMaker.Element(WebMMaker.Cues, new byte[20]),
            ],
            live,
            live ? 8 : 0);
    }
}
