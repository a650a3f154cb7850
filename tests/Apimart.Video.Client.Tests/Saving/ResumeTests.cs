using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Downloads;

namespace Apimart.Video.Client.Tests.Saving;

public sealed class ResumeTests : SavingTest
{
    private const int Length = 1_000_000;
    private const int Cut = 400_000;

    private static readonly byte[] s_video = SampleVideo.Of(Length);
    private static readonly byte[] s_other = SampleVideo.Of(Length + 5, seed: 2);

    [Fact]
    public async Task A_whole_file_gets_its_name_and_leaves_nothing_beside_it()
    {
        await using RawFileServer host = new(_ => RawAnswer.Of("200 OK", s_video, "Content-Type: video/mp4"));

        SavedVideo saved = await SaveAsync(TaskWith(host.Address));

        Assert.Equal(FinalPath, saved.Path);
        Assert.Equal((Length, Length, false), (saved.Length, saved.BytesFetched, saved.Skipped));
        Assert.Equal(s_video, await File.ReadAllBytesAsync(FinalPath));
        Assert.Equal([TaskId + ".mp4"], Files);
    }

    [Fact]
    public async Task A_cut_body_goes_on_where_it_was_cut()
    {
        await using RawFileServer host = new(request => request.From is { } from
            ? Rest(from, s_video, "\"a\"")
            : Whole(s_video, "\"a\"").CutAfter(Cut));

        SavedVideo saved = await SaveAsync(TaskWith(host.Address));

        Assert.Equal(s_video, await File.ReadAllBytesAsync(FinalPath));
        Assert.Equal(Length, saved.BytesFetched);
        Assert.Equal("\"a\"", host.Requests.Last().IfRange);
    }

    private static RawAnswer Whole(byte[] video, string tag) =>
        RawAnswer.Of("200 OK", video, $"ETag: {tag}", "Content-Type: video/mp4");

    private static RawAnswer Rest(long from, byte[] video, string tag) => RawAnswer.Of(
        "206 Partial Content",
        video.AsMemory((int)from),
        $"ETag: {tag}",
        $"Content-Range: bytes {from}-{video.Length - 1}/{video.Length}");
}
