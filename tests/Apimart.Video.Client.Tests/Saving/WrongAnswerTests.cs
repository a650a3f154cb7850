using System.Net;
using System.Text;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Downloads;

namespace Apimart.Video.Client.Tests.Saving;

public sealed class WrongAnswerTests : SavingTest
{
    [Theory]
    [InlineData("text/html; charset=utf-8", "<html><body>Sign in</body></html>")]
    [InlineData("application/json", "{\"error\":\"not found\"}")]
    [InlineData("video/mp4", "<html><body>Sign in</body></html>")]
    [InlineData("video/mp4", "short")]
    [InlineData("video/mp4", "")]
    public async Task A_page_is_not_saved_as_a_video(string type, string page)
    {
        await using RawFileServer host = new(_ => RawAnswer.Of("200 OK", Encoding.UTF8.GetBytes(page), $"Content-Type: {type}"));

        SaveException fault = await FailAsync(TaskWith(host.Address));

        Assert.Equal(SaveFault.NotAVideo, fault.Fault);
        Assert.Contains(page, fault.Message, StringComparison.Ordinal);
        Assert.Empty(Files);
        Assert.Single(host.Requests);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("TEXT/HTML")]
    [InlineData("application/problem+JSON")]
    [InlineData("application/XML")]
    public async Task A_type_that_says_outright_that_no_video_follows_is_believed(string type)
    {
        await using RawFileServer host = new(_ => RawAnswer.Of("200 OK", Video, $"Content-Type: {type}"));

        Assert.Equal(SaveFault.NotAVideo, (await FailAsync(TaskWith(host.Address))).Fault);
        Assert.Empty(Files);
    }

    [Fact]
    public async Task A_video_under_a_careless_type_is_saved()
    {
        await using RawFileServer host = new(_ => RawAnswer.Of("200 OK", Video, "Content-Type: text/plain"));

        await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(Video);
    }

    [Theory]
    [InlineData("qt  ", ".mov", "task_01.mov")]
    [InlineData("qt  ", ".mp4", "task_01.mov")]
    [InlineData("isom", ".mov", "task_01.mp4")]
    [InlineData("isom", ".m4v", "task_01.m4v")]
    [InlineData("webm", ".mp4", "task_01.webm")]
    public async Task A_video_gets_the_extension_of_what_it_is(string kind, string wished, string name)
    {
        byte[] video = kind == "webm" ? SampleVideo.WebM(1000) : SampleVideo.Of(1000, brand: kind);
        await using RawFileServer host = new(_ => FileAnswers.Whole(video));
        SaveOptions options = new() { Directory = Folder, FileName = "{TaskId}" + wished };

        SavedVideo saved = await SaveAsync(TaskWith(host.Address), options);
        SavedVideo again = await SaveAsync(TaskWith(new Uri("http://127.0.0.1:9/")) with { SavedFiles = [saved.Path] }, options);

        Assert.Equal([name], Files);
        Assert.Equal((Path.Combine(Folder, name), true), (again.Path, again.Skipped));
    }

    [Fact]
    public async Task A_video_of_another_kind_does_not_replace_the_users_own()
    {
        string own = Path.ChangeExtension(FinalPath, ".mov");
        await File.WriteAllTextAsync(own, "mine");
        await using RawFileServer host = new(_ => FileAnswers.Whole(SampleVideo.Of(Length, brand: "qt  ")));

        SaveException fault = await FailAsync(TaskWith(host.Address));

        Assert.Equal((SaveFault.FileExists, "mine"), (fault.Fault, await File.ReadAllTextAsync(own)));
        Assert.Equal([Path.GetFileName(own)], Files);
        Assert.Single(host.Requests);
    }

    [Fact]
    public async Task A_page_in_place_of_the_rest_keeps_the_part()
    {
        int requests = 0;
        await using RawFileServer host = new(_ => requests++ == 0
            ? FileAnswers.Whole(Video).CutAfter(1000)
            : RawAnswer.Of("200 OK", "<html>"u8.ToArray(), "Content-Type: text/html"));

        SaveException fault = await FailAsync(TaskWith(host.Address));

        Assert.Equal(SaveFault.NotAVideo, fault.Fault);
        Assert.Equal(1000, new FileInfo(PartPath).Length);
        Assert.False(File.Exists(FinalPath));
    }

    [Fact]
    public async Task A_body_shorter_than_stated_never_gets_the_name()
    {
        await using RawFileServer host = new(request =>
            request.From == Length ? RawAnswer.Empty("503 Service Unavailable") : Stating(Length + 100, request.From));

        SaveException fault = await FailAsync(TaskWith(host.Address));

        Assert.Equal(SaveFault.HostFailed, fault.Fault);
        Assert.False(File.Exists(FinalPath));
    }

    [Fact]
    public async Task A_body_longer_than_stated_is_found_out_by_its_boxes()
    {
        await using RawFileServer host = new(_ => RawAnswer.Of("200 OK", Video, $"Content-Length: {Length - 100}", "ETag: \"a\""));

        SaveException fault = await FailAsync(TaskWith(host.Address));

        Assert.Equal(SaveFault.LengthMismatch, fault.Fault);
        Assert.Contains("mdat", fault.Message, StringComparison.Ordinal);
        Assert.Equal([Path.GetFileName(PartPath), Path.GetFileName(NotePath)], Files);
        await using RawFileServer mended = new(request => FileAnswers.To(request, Video));
        Assert.Equal(Length, (await SaveAsync(TaskWith(mended.Address))).BytesFetched);
        AssertOnlyVideo(Video);
    }

    [Fact]
    public async Task A_cut_body_of_unknown_length_is_found_out_by_its_boxes()
    {
        await using RawFileServer host = new(_ => FileAnswers.Chunked(Video[..(Length / 2)], ends: true));

        SaveException fault = await FailAsync(TaskWith(host.Address));

        Assert.Equal(SaveFault.LengthMismatch, fault.Fault);
        Assert.False(File.Exists(FinalPath));
    }

    [Fact]
    public async Task A_body_that_ends_with_its_connection_is_found_out_by_its_boxes()
    {
        await using RawFileServer host = new(_ => RawAnswer.Of("200 OK", Video, "X-No-Length: 1").CutAfter(Length / 2));

        SaveException fault = await FailAsync(TaskWith(host.Address));

        Assert.Equal(SaveFault.LengthMismatch, fault.Fault);
        Assert.False(File.Exists(FinalPath));
    }

    [Fact]
    public async Task A_whole_file_of_unknown_length_is_saved()
    {
        await using RawFileServer host = new(_ => FileAnswers.Chunked(Video, ends: true));

        await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(Video);
    }

    [Fact]
    public async Task A_file_larger_than_the_limit_is_not_begun()
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));

        SaveException fault = await FailAsync(TaskWith(host.Address), Options(maxSize: Length - 1));

        Assert.Equal(SaveFault.TooLarge, fault.Fault);
        Assert.Empty(Files);
    }

    [Fact]
    public async Task A_file_of_unknown_length_is_given_up_at_the_limit()
    {
        await using RawFileServer host = new(_ => FileAnswers.Chunked(Video, ends: true));

        SaveException fault = await FailAsync(TaskWith(host.Address), Options(maxSize: Length - 1));

        Assert.Equal(SaveFault.TooLarge, fault.Fault);
        Assert.Empty(Files);
    }

    [Theory]
    [InlineData("400 Bad Request", HttpStatusCode.BadRequest)]
    [InlineData("401 Unauthorized", HttpStatusCode.Unauthorized)]
    [InlineData("204 No Content", HttpStatusCode.NoContent)]
    [InlineData("206 Partial Content", HttpStatusCode.PartialContent)]
    [InlineData("416 Range Not Satisfiable", HttpStatusCode.RequestedRangeNotSatisfiable)]
    public async Task A_refusal_is_not_repeated(string status, HttpStatusCode expected)
    {
        await using RawFileServer host = new(_ => RawAnswer.Empty(status));

        SaveException fault = await FailAsync(TaskWith(host.Address));

        Assert.Equal((SaveFault.Refused, expected), (fault.Fault, fault.StatusCode));
        Assert.Single(host.Requests);
        Assert.Empty(Files);
    }

    [Theory]
    [InlineData("500 Internal Server Error")]
    [InlineData("503 Service Unavailable")]
    [InlineData("429 Too Many Requests")]
    [InlineData("408 Request Timeout")]
    public async Task A_host_that_fails_for_a_while_is_asked_again(string status)
    {
        int requests = 0;
        await using RawFileServer host = new(_ => requests++ < 3 ? RawAnswer.Empty(status) : FileAnswers.Whole(Video));

        await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(Video);
    }

    [Fact]
    public async Task A_host_that_goes_on_failing_is_reported_after_five_requests()
    {
        await using RawFileServer host = new(_ => RawAnswer.Empty("503 Service Unavailable"));

        SaveException fault = await FailAsync(TaskWith(host.Address));

        Assert.Equal(SaveFault.HostFailed, fault.Fault);
        Assert.Equal(5, host.Requests.Count);
        Assert.Empty(Files);
    }

    [Fact]
    public async Task The_pause_a_host_asks_for_is_kept()
    {
        int requests = 0;
        DateTimeOffset start = Time.GetUtcNow();
        await using RawFileServer host = new(_ => requests++ == 0
            ? RawAnswer.Empty("429 Too Many Requests", "Retry-After: 17")
            : FileAnswers.Whole(Video));

        await SaveAsync(TaskWith(host.Address));

        Assert.Equal(TimeSpan.FromSeconds(17), Time.GetUtcNow() - start);
    }

    [Fact]
    public async Task A_host_that_falls_silent_is_left_after_a_minute()
    {
        int requests = 0;
        await using RawFileServer host = new(request => requests++ == 0
            ? FileAnswers.Whole(Video).CutAfter(1000) with { HangsAfter = true }
            : FileAnswers.To(request, Video));
        using VideoSaver saver = SaverOf(Options());

        Task<IReadOnlyList<SavedVideo>> saving = saver.SaveAsync(TaskWith(host.Address));
        while (host.Requests.Count < 2 && !saving.IsCompleted)
        {
            // By seconds, so that no deadline passes while the host is only being connected to.
            await Task.Delay(1);
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        await RunAsync(saving);

        AssertOnlyVideo(Video);
    }

    [Fact]
    public async Task A_host_that_never_answers_is_reported()
    {
        await using RawFileServer host = new(_ => new RawAnswer(string.Empty, ReadOnlyMemory<byte>.Empty) { HangsAfter = true });
        using VideoSaver saver = SaverOf(Options());

        Task<IReadOnlyList<SavedVideo>> saving = saver.SaveAsync(TaskWith(host.Address));
        for (int silences = 0; !saving.IsCompleted;)
        {
            // A deadline that passed before the host had the request would be another fault.
            await PassPausesAsync(saving, () => host.Requests.Count > silences);
            if (host.Requests.Count > silences)
            {
                silences++;
                Time.Advance(new SaverConnection().IdleTimeout);
            }
        }

        SaveException fault = await Assert.ThrowsAsync<SaveException>(() => saving);

        Assert.Equal(SaveFault.Timeout, fault.Fault);
        Assert.Empty(Files);
    }

    [Fact]
    public async Task A_host_that_is_not_there_is_reported()
    {
        RawFileServer gone = new(_ => RawAnswer.Empty("200 OK"));
        Uri address = gone.Address;
        await gone.DisposeAsync();

        SaveException fault = await FailAsync(TaskWith(address));

        Assert.Equal(SaveFault.Network, fault.Fault);
        Assert.Empty(Files);
    }

    private static RawAnswer Stating(int length, long? from) => RawAnswer.Of(
        from is null ? "200 OK" : "206 Partial Content",
        Video.AsMemory((int)(from ?? 0)),
        $"Content-Length: {length - (from ?? 0)}",
        "ETag: \"a\"",
        from is null ? "X-None: 1" : $"Content-Range: bytes {from}-{length - 1}/{length}");
}
