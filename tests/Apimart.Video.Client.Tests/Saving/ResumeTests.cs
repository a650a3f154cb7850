using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Downloads;

namespace Apimart.Video.Client.Tests.Saving;

public sealed class ResumeTests : SavingTest
{
    private const int Cut = 400_000;
    private const string Modified = "Fri, 20 Nov 2026 12:00:00 GMT";

    private static readonly byte[] s_other = SampleVideo.Of(Length + 5, seed: 2);

    [Fact]
    public async Task A_whole_file_gets_its_name_and_leaves_nothing_beside_it()
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));

        SavedVideo saved = await SaveAsync(TaskWith(host.Address));

        Assert.Equal(FinalPath, saved.Path);
        Assert.Equal((Length, Length, false), (saved.Length, saved.BytesFetched, saved.Skipped));
        AssertOnlyVideo(Video);
    }

    [Fact]
    public async Task A_cut_body_goes_on_where_it_was_cut()
    {
        await using RawFileServer host = CuttingOnce(request => FileAnswers.To(request, Video));

        SavedVideo saved = await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(Video);
        Assert.Equal(Length, saved.BytesFetched);
        Assert.Equal(["bytes=400000-"], host.Requests.Skip(1).Select(request => request.Header("Range")));
        Assert.Equal(FileAnswers.Tag, host.Requests.Last().IfRange);
    }

    [Fact]
    public async Task A_reset_connection_goes_on_with_what_came_before()
    {
        int requests = 0;
        await using RawFileServer host = new(request => requests++ == 0
            ? FileAnswers.Whole(Video).CutAfter(Cut) with { ResetsAfter = true }
            : FileAnswers.To(request, Video));

        SavedVideo saved = await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(Video);
        Assert.InRange(saved.BytesFetched, Length, Length + 12);
    }

    [Fact]
    public async Task A_later_process_goes_on_with_the_part_of_an_earlier_one()
    {
        await LeavePartAsync();
        await using RawFileServer host = new(request => FileAnswers.To(request, Video));

        SavedVideo saved = await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(Video);
        Assert.Equal(Length - Cut, saved.BytesFetched);
    }

    [Fact]
    public async Task A_line_that_breaks_often_is_no_reason_to_give_up_while_bytes_come()
    {
        await using RawFileServer host = new(request => FileAnswers.To(request, Video).CutAfter(Length / 20));

        SavedVideo saved = await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(Video);
        Assert.Equal((Length, 20), (saved.BytesFetched, host.Requests.Count));
    }

    [Fact]
    public async Task A_part_that_is_whole_gets_its_name_without_a_request()
    {
        await LeavePartAsync();
        await File.WriteAllBytesAsync(PartPath, Video);

        SavedVideo saved = await SaveAsync(TaskWith(new Uri("http://127.0.0.1:9/")));

        AssertOnlyVideo(Video);
        Assert.Equal(0, saved.BytesFetched);
    }

    [Fact]
    public async Task A_range_answered_with_the_whole_file_starts_over()
    {
        await LeavePartAsync();
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));

        SavedVideo saved = await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(Video);
        Assert.Equal((Length, 1), (saved.BytesFetched, host.Requests.Count));
    }

    [Fact]
    public async Task A_changed_etag_starts_over()
    {
        await LeavePartAsync();
        await using RawFileServer host = new(request => FileAnswers.To(request, s_other, "\"b\""));

        SavedVideo saved = await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(s_other);
        Assert.Equal((s_other.Length, 1), (saved.BytesFetched, host.Requests.Count));
    }

    [Fact]
    public async Task A_changed_etag_starts_over_even_where_the_host_ignores_if_range()
    {
        await LeavePartAsync();
        byte[] replaced = SampleVideo.Of(Length, seed: 3);
        await using RawFileServer host = new(request =>
            request.From is { } from ? FileAnswers.Rest(from, replaced, "\"b\"") : FileAnswers.Whole(replaced, "\"b\""));

        SavedVideo saved = await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(replaced);
        Assert.Equal(Length, saved.BytesFetched);
    }

    [Theory]
    [InlineData("ETag: W/\"a\"")]
    [InlineData("X-Nothing: 1")]
    public async Task Without_a_strong_validator_nothing_is_joined(string header)
    {
        await using RawFileServer host = CuttingOnce(_ => RawAnswer.Of("200 OK", Video, header));

        SavedVideo saved = await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(Video);
        Assert.All(host.Requests, request => Assert.Null(request.Header("Range")));
        Assert.Equal(Length + Cut, saved.BytesFetched);
    }

    [Fact]
    public async Task A_time_of_modification_and_the_length_serve_where_there_is_no_etag()
    {
        await using RawFileServer host = CuttingOnce(request => request.IfRange == Modified
            ? Dated(Cut, Video, Modified)
            : RawAnswer.Of("200 OK", Video, $"Last-Modified: {Modified}", "Date: Sat, 21 Nov 2026 12:00:00 GMT"));

        SavedVideo saved = await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(Video);
        Assert.Equal(Length, saved.BytesFetched);
    }

    [Theory]
    [InlineData("Fri, 20 Nov 2026 12:00:01 GMT", true)]
    [InlineData("Fri, 20 Nov 2026 11:59:59 GMT", true)]
    [InlineData(null, true)]
    [InlineData(Modified, false)]
    public async Task A_rest_that_is_not_of_the_noted_date_and_length_is_not_joined(string? modified, bool withLength)
    {
        byte[] replaced = SampleVideo.Of(Length, seed: 3);
        bool isNew = false;
        await using RawFileServer host = new(request =>
        {
            byte[] video = isNew ? replaced : Video;
            RawAnswer answer = request.From is { } from
                ? Dated((int)from, video, modified, withLength)
                : RawAnswer.Of("200 OK", video, $"Last-Modified: {Modified}", "Date: Sat, 21 Nov 2026 12:00:00 GMT");
            answer = isNew ? answer : answer.CutAfter(Cut);
            isNew = true;
            return answer;
        });

        await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(replaced);
    }

    [Fact]
    public async Task A_date_without_a_length_joins_nothing()
    {
        await using RawFileServer host = new(request => request.From is { } from
            ? Dated((int)from, s_other, Modified)
            : FileAnswers.Chunked(Video[..Cut], ends: false, $"Last-Modified: {Modified}"));

        await FailAsync(TaskWith(host.Address));

        Assert.All(host.Requests, request => Assert.Null(request.Header("Range")));
        Assert.False(File.Exists(FinalPath));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("W/\"a\"")]
    [InlineData("\"A\"")]
    public async Task A_rest_without_the_noted_etag_starts_over(string? tag)
    {
        await LeavePartAsync();
        byte[] replaced = SampleVideo.Of(Length, seed: 3);
        await using RawFileServer host = new(request => request.From is { } from
            ? RawAnswer.Of(
                "206 Partial Content",
                replaced.AsMemory((int)from),
                $"Content-Range: bytes {from}-{Length - 1}/{Length}",
                tag is null ? "X-None: 1" : $"ETag: {tag}")
            : FileAnswers.Whole(replaced));

        await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(replaced);
    }

    [Fact]
    public async Task A_changed_date_beside_an_equal_etag_starts_over()
    {
        byte[] replaced = SampleVideo.Of(Length, seed: 3);
        int requests = 0;
        await using RawFileServer host = new(request => requests++ == 0
            ? RawAnswer.Of("200 OK", Video, $"ETag: {FileAnswers.Tag}", $"Last-Modified: {Modified}", "Date: Sat, 21 Nov 2026 12:00:00 GMT").CutAfter(Cut)
            : request.From is { } from
                ? RawAnswer.Of(
                    "206 Partial Content",
                    replaced.AsMemory((int)from),
                    $"Content-Range: bytes {from}-{Length - 1}/{Length}",
                    $"ETag: {FileAnswers.Tag}",
                    "Last-Modified: Sat, 21 Nov 2026 10:00:00 GMT")
                : FileAnswers.Whole(replaced));

        await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(replaced);
    }

    [Fact]
    public async Task An_equal_etag_at_another_place_without_a_length_proves_nothing()
    {
        byte[] replaced = SampleVideo.Of(Length, seed: 3);
        await LeavePartAsync();
        await using RawFileServer second = new(request => request.From is { } from
            ? RawAnswer.Of("206 Partial Content", replaced.AsMemory((int)from), $"Content-Range: bytes {from}-{Length - 1}/*", $"ETag: {FileAnswers.Tag}")
            : FileAnswers.Whole(replaced));

        await SaveAsync(TaskWith(new Uri(second.Address, "elsewhere")));

        AssertOnlyVideo(replaced);
    }

    [Fact]
    public async Task A_file_modified_in_the_second_it_was_sent_is_not_joined_by_time()
    {
        const string Now = "Sat, 21 Nov 2026 12:00:00 GMT";
        await using RawFileServer host = CuttingOnce(_ =>
            RawAnswer.Of("200 OK", Video, $"Last-Modified: {Now}", $"Date: {Now}"));

        await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(Video);
        Assert.All(host.Requests, request => Assert.Null(request.Header("Range")));
    }

    [Theory]
    [InlineData("bytes 400001-999999/1000000")]
    [InlineData("bytes 400000-999999/1000001")]
    [InlineData("bytes 400000-999998/1000000")]
    [InlineData("pages 400000-999999/1000000")]
    [InlineData(null)]
    public async Task A_wrong_content_range_asks_for_the_whole_file(string? contentRange)
    {
        await LeavePartAsync();
        await using RawFileServer host = new(request => request.From is null
            ? FileAnswers.Whole(Video)
            : RawAnswer.Of("206 Partial Content", Video.AsMemory(Cut), contentRange is null ? "X-None: 1" : $"Content-Range: {contentRange}"));

        SavedVideo saved = await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(Video);
        Assert.Equal((Length, 2), (saved.BytesFetched, host.Requests.Count));
    }

    [Fact]
    public async Task A_416_with_the_whole_file_here_finishes()
    {
        await LeavePartOfUnknownLengthAsync();
        await using RawFileServer host = new(_ => RawAnswer.Empty("416 Range Not Satisfiable", $"Content-Range: bytes */{Length}"));

        SavedVideo saved = await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(Video);
        Assert.Equal((0, 1), (saved.BytesFetched, host.Requests.Count));
    }

    [Theory]
    [InlineData("Content-Range: bytes */999999")]
    [InlineData("X-None: 1")]
    public async Task A_416_that_does_not_name_the_length_here_starts_over(string header)
    {
        await LeavePartOfUnknownLengthAsync();
        await using RawFileServer host = new(request => request.From is null
            ? FileAnswers.Whole(Video)
            : RawAnswer.Empty("416 Range Not Satisfiable", header));

        SavedVideo saved = await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(Video);
        Assert.Equal((Length, 2), (saved.BytesFetched, host.Requests.Count));
    }

    [Fact]
    public async Task A_part_of_another_task_is_left_to_it()
    {
        await LeavePartAsync();
        string note = await File.ReadAllTextAsync(NotePath);
        await File.WriteAllTextAsync(NotePath, note.Replace(TaskId, "task_02", StringComparison.Ordinal));
        await using RawFileServer host = new(request => FileAnswers.To(request, Video));

        await SaveAsync(TaskWith(host.Address));

        Assert.Contains("task_01-task_01.mp4", Files);
        Assert.Equal(Cut, new FileInfo(PartPath).Length);
        Assert.Null(Assert.Single(host.Requests).Header("Range"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"taskId\":\"task_01\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    public async Task A_note_that_cannot_be_read_starts_over(string note)
    {
        await LeavePartAsync();
        await File.WriteAllTextAsync(NotePath, note);
        await using RawFileServer host = new(request => FileAnswers.To(request, Video));

        await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(Video);
    }

    [Fact]
    public async Task A_part_longer_than_the_file_starts_over()
    {
        await LeavePartAsync();
        await File.WriteAllBytesAsync(PartPath, s_other);
        await using RawFileServer host = new(request => FileAnswers.To(request, Video));

        await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(Video);
    }

    [Fact]
    public async Task A_cancelled_download_leaves_its_part_for_the_next_run()
    {
        using CancellationTokenSource stop = new();
        await using (RawFileServer slow = new(_ => FileAnswers.Whole(Video).CutAfter(Cut) with { HangsAfter = true }))
        {
            using VideoSaver saver = SaverOf(Options());
            Task<IReadOnlyList<SavedVideo>> saving = saver.SaveAsync(TaskWith(slow.Address), progress: null, stop.Token);
            while (!saving.IsCompleted)
            {
                await Task.WhenAny(saving, Task.Delay(1));
                if (File.Exists(PartPath) && new FileInfo(PartPath).Length == Cut)
                {
                    await stop.CancelAsync();
                }
            }

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saving);
        }

        await using RawFileServer host = new(request => FileAnswers.To(request, Video));
        SavedVideo saved = await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(Video);
        Assert.Equal(Length - Cut, saved.BytesFetched);
    }

    private static RawAnswer Dated(int from, byte[] video, string? modified, bool withLength = true) => RawAnswer.Of(
        "206 Partial Content",
        video.AsMemory(from),
        $"Content-Range: bytes {from}-{video.Length - 1}/{(withLength ? video.Length : "*")}",
        modified is null ? "X-None: 1" : $"Last-Modified: {modified}");

    /// <summary>What a process that was killed in the middle leaves.</summary>
    private async Task LeavePartAsync()
    {
        await using RawFileServer host = new(request => request.From is null
            ? FileAnswers.Whole(Video).CutAfter(Cut)
            : RawAnswer.Empty("400 Bad Request"));
        await FailAsync(TaskWith(host.Address));
        Assert.Equal([Path.GetFileName(PartPath), Path.GetFileName(NotePath)], Files);
    }

    private async Task LeavePartOfUnknownLengthAsync()
    {
        await using RawFileServer host = new(request => request.From is null
            ? FileAnswers.Chunked(Video, ends: false, $"ETag: {FileAnswers.Tag}")
            : RawAnswer.Empty("400 Bad Request"));
        await FailAsync(TaskWith(host.Address));
        Assert.Equal(Length, new FileInfo(PartPath).Length);
    }

    private static RawFileServer CuttingOnce(Func<RawRequest, RawAnswer> answer)
    {
        int requests = 0;
        return new RawFileServer(request => requests++ == 0 ? answer(request).CutAfter(Cut) : answer(request));
    }
}
