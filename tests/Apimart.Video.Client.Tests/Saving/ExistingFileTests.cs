using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Downloads;

namespace Apimart.Video.Client.Tests.Saving;

public sealed class ExistingFileTests : SavingTest
{
    private static readonly Uri s_nowhere = new("http://127.0.0.1:9/");
    private static readonly byte[] s_other = SampleVideo.Of(Length, seed: 9);

    [Fact]
    public async Task A_file_the_journal_knows_is_skipped_without_a_request()
    {
        await File.WriteAllBytesAsync(FinalPath, Video);

        SavedVideo saved = await SaveAsync(TaskWith(s_nowhere) with { SavedFiles = [FinalPath] });

        Assert.Equal((true, 0, Length), (saved.Skipped, saved.BytesFetched, saved.Length));
        AssertOnlyVideo(Video);
    }

    [Fact]
    public async Task A_file_its_metadata_knows_is_skipped_without_a_request()
    {
        await using (RawFileServer host = new(_ => FileAnswers.Whole(Video)))
        {
            await SaveAsync(TaskWith(host.Address), Options(metadata: true));
        }

        SavedVideo saved = await SaveAsync(TaskWith(s_nowhere));

        Assert.True(saved.Skipped);
    }

    [Fact]
    public async Task A_file_with_the_hosts_length_and_end_is_skipped_after_one_small_request()
    {
        await File.WriteAllBytesAsync(FinalPath, Video);
        await using RawFileServer host = new(request => RawAnswer.Of(
            "206 Partial Content",
            Video.AsMemory((int)request.From!),
            $"Content-Range: bytes {request.From}-{Length - 1}/{Length}"));

        SavedVideo saved = await SaveAsync(TaskWith(host.Address));

        Assert.True(saved.Skipped);
        Assert.Equal($"bytes={Length - 4096}-{Length - 1}", Assert.Single(host.Requests).Header("Range"));
    }

    [Fact]
    public async Task A_file_of_the_same_length_but_another_end_is_not_this_video()
    {
        await File.WriteAllBytesAsync(FinalPath, s_other);
        await using RawFileServer host = new(request => FileAnswers.Rest(request.From!.Value, Video));

        SaveException fault = await FailAsync(TaskWith(host.Address));

        Assert.Equal((SaveFault.FileExists, FinalPath), (fault.Fault, fault.Path));
        AssertOnlyVideo(s_other);
    }

    [Fact]
    public async Task A_host_without_ranges_is_asked_for_the_length()
    {
        await File.WriteAllBytesAsync(FinalPath, Video);
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));

        Assert.True((await SaveAsync(TaskWith(host.Address))).Skipped);
    }

    [Theory]
    [InlineData("200 OK")]
    [InlineData("416 Range Not Satisfiable")]
    [InlineData("503 Service Unavailable")]
    public async Task A_file_nothing_is_known_of_is_neither_skipped_nor_replaced(string status)
    {
        await File.WriteAllBytesAsync(FinalPath, s_other);
        await using RawFileServer host = new(_ => RawAnswer.Empty(status));

        Assert.Equal(SaveFault.FileExists, (await FailAsync(TaskWith(host.Address))).Fault);
        AssertOnlyVideo(s_other);
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(1, 0, false)]
    [InlineData(0, 1, false)]
    public async Task An_end_is_compared_only_where_it_is_said_to_be_that_of_the_same_bytes(int fromLater, int longer, bool isSkipped)
    {
        await File.WriteAllBytesAsync(FinalPath, Video);
        await using RawFileServer host = new(request => RawAnswer.Of(
            "206 Partial Content",
            Video.AsMemory((int)request.From!),
            $"Content-Range: bytes {request.From + fromLater}-{Length - 1 + longer}/{Length + longer}"));

        if (isSkipped)
        {
            Assert.True((await SaveAsync(TaskWith(host.Address))).Skipped);
        }
        else
        {
            Assert.Equal(SaveFault.FileExists, (await FailAsync(TaskWith(host.Address))).Fault);
        }

        AssertOnlyVideo(Video);
    }

    [Fact]
    public async Task A_damaged_file_is_not_skipped_whatever_the_journal_says()
    {
        await File.WriteAllBytesAsync(FinalPath, Video[..1000]);

        SaveException fault = await FailAsync(TaskWith(s_nowhere) with { SavedFiles = [FinalPath] });

        Assert.Equal(SaveFault.FileExists, fault.Fault);
    }

    [Fact]
    public async Task Force_replaces_a_file_once_the_new_one_is_whole()
    {
        await File.WriteAllBytesAsync(FinalPath, s_other);
        bool kept = true;
        await using RawFileServer host = new(request =>
        {
            kept &= File.ReadAllBytes(FinalPath).AsSpan().SequenceEqual(s_other);
            return FileAnswers.To(request, Video).CutAfter(600_000);
        });

        SavedVideo saved = await SaveAsync(TaskWith(host.Address), Options(force: true));

        Assert.Equal((false, true, 2), (saved.Skipped, kept, host.Requests.Count));
        AssertOnlyVideo(Video);
    }

    [Fact]
    public async Task Force_leaves_the_old_file_where_no_new_one_can_be_had()
    {
        await File.WriteAllBytesAsync(FinalPath, s_other);
        await using RawFileServer host = new(_ => RawAnswer.Empty("400 Bad Request"));

        await FailAsync(TaskWith(host.Address), Options(force: true));

        AssertOnlyVideo(s_other);
    }

    [Fact]
    public async Task A_file_that_the_journal_does_not_name_is_not_taken_for_one_that_it_does()
    {
        await File.WriteAllBytesAsync(FinalPath, s_other);
        await using RawFileServer host = new(request => FileAnswers.Rest(request.From!.Value, Video));

        SaveException fault = await FailAsync(TaskWith(host.Address) with { SavedFiles = [Path.Combine(Folder, "another.mp4")] });

        Assert.Equal(SaveFault.FileExists, fault.Fault);
        AssertOnlyVideo(s_other);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_host_that_does_not_tell_the_end_of_a_file_leaves_it_alone(bool isStopped)
    {
        await File.WriteAllBytesAsync(FinalPath, Video);
        await using RawFileServer host = new(_ => new RawAnswer(string.Empty, ReadOnlyMemory<byte>.Empty) { HangsAfter = true });
        using CancellationTokenSource stop = new();
        using VideoSaver saver = SaverOf(Options());

        Task<IReadOnlyList<SavedVideo>> saving = saver.SaveAsync(TaskWith(host.Address), cancellationToken: stop.Token);
        await PassPausesAsync(saving, () => !host.Requests.IsEmpty);
        if (isStopped)
        {
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saving);
        }
        else
        {
            Time.Advance(new SaverConnection().IdleTimeout);
            Assert.Equal(SaveFault.FileExists, (await Assert.ThrowsAsync<SaveException>(() => saving)).Fault);
        }

        AssertOnlyVideo(Video);
    }

    [Fact]
    public async Task Force_fetches_a_video_again_that_lies_here_under_an_earlier_name()
    {
        string former = Path.Combine(Folder, "old name.mp4");
        await File.WriteAllBytesAsync(former, Video);
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));

        SavedVideo saved = await SaveAsync(TaskWith(host.Address) with { SavedFiles = [former] }, Options(force: true));

        Assert.Equal((FinalPath, false, Length), (saved.Path, saved.Skipped, saved.BytesFetched));
        Assert.True(File.Exists(former));
    }
}
