using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Downloads;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Saving;

public sealed class BatchTests : SavingTest
{
    [Fact]
    public async Task Of_the_files_that_wait_the_one_whose_link_dies_first_goes_first()
    {
        using ManualResetEventSlim allWait = new();
        await using RawFileServer host = new(_ =>
        {
            allWait.Wait();
            return FileAnswers.Whole(Video);
        });
        using VideoSaver saver = SaverOf(new SaveOptions { Directory = Folder, MaxConcurrency = 1 });
        int?[] hours = [5, null, 3, 9, 1];

        Task all = Task.WhenAll(hours.Select((left, n) => saver.SaveAsync(Dying(host, n, left))));
        allWait.Set();
        await RunAsync(all);

        Assert.Equal(["/0", "/4", "/2", "/3", "/1"], host.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task No_more_files_are_fetched_at_once_than_allowed()
    {
        int now = 0;
        int most = 0;
        await using RawFileServer host = new(_ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            return FileAnswers.Whole(Video);
        });
        using VideoSaver saver = SaverOf(new SaveOptions { Directory = Folder, MaxConcurrency = 3 });
        Progress done = new(report => _ = report.Received == report.Total ? Interlocked.Decrement(ref now) : 0);

        await RunAsync(Task.WhenAll(Enumerable.Range(0, 20).Select(n => saver.SaveAsync(Dying(host, n, hours: null), done))));

        Assert.Equal(20, Files.Length);
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task One_failure_does_not_stop_the_rest()
    {
        await using RawFileServer host = new(request =>
            request.Path == "/1" ? RawAnswer.Empty("400 Bad Request") : FileAnswers.Whole(Video));
        using VideoSaver saver = SaverOf(new SaveOptions { Directory = Folder, MaxConcurrency = 1 });

        Task<IReadOnlyList<SavedVideo>>[] all = Enumerable.Range(0, 3).Select(n => saver.SaveAsync(Dying(host, n, hours: null))).ToArray();
        await RunAsync(Task.WhenAll(all));

        Assert.Equal([true, false, true], all.Select(task => task.IsCompletedSuccessfully));
        Assert.Equal(["task_0.mp4", "task_2.mp4"], Files);
    }

    [Fact]
    public async Task All_videos_of_a_task_are_saved_and_one_that_fails_does_not_hide_the_others()
    {
        await using RawFileServer host = new(request =>
            request.Path == "/1" ? RawAnswer.Empty("400 Bad Request") : FileAnswers.Whole(Video));

        SaveException fault = await FailAsync(TaskWith(new(host.Address, "0"), new(host.Address, "1"), new(host.Address, "2")));

        Assert.Equal([0, 2], fault.Saved.Select(video => video.Index));
        Assert.Equal(["task_01-3.mp4", "task_01.mp4"], Files);
    }

    [Fact]
    public async Task A_cancelled_batch_says_so_for_what_was_not_saved()
    {
        using CancellationTokenSource stop = new();
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video).CutAfter(1000) with { HangsAfter = true });
        using VideoSaver saver = SaverOf(new SaveOptions { Directory = Folder, MaxConcurrency = 1 });

        Task<IReadOnlyList<SavedVideo>>[] all = Enumerable.Range(0, 3)
            .Select(n => saver.SaveAsync(TaskWith(host.Address) with { TaskId = $"task_{n}" }, progress: null, stop.Token))
            .ToArray();
        await stop.CancelAsync();
        await RunAsync(Task.WhenAll(all));

        Assert.All(all, task => Assert.True(task.IsCanceled));
    }

    [Fact]
    public async Task A_task_given_twice_is_fetched_once()
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));
        using VideoSaver saver = SaverOf(Options());
        ApimartTask task = TaskWith(host.Address);

        Task<IReadOnlyList<SavedVideo>> first = saver.SaveAsync(task);
        Task<IReadOnlyList<SavedVideo>> second = saver.SaveAsync(task);
        await RunAsync(Task.WhenAll(first, second));

        Assert.Equal((false, true), ((await first)[0].Skipped, (await second)[0].Skipped));
        Assert.Equal((Length, 0), ((await first)[0].BytesFetched, (await second)[0].BytesFetched));
        Assert.Single(host.Requests);
    }

    [Fact]
    public async Task A_task_known_by_its_id_alone_is_read_first()
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));

        await SaveAsync(new ApimartTask { TaskId = TaskId }, refresh: (_, _) => Task.FromResult(TaskWith(host.Address)));

        AssertOnlyVideo(Video);
    }

    [Fact]
    public async Task A_completed_task_without_links_gets_them_by_one_look()
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));

        await SaveAsync(TaskWith(), refresh: (_, _) => Task.FromResult(TaskWith(host.Address)));

        AssertOnlyVideo(Video);
    }

    [Fact]
    public async Task A_part_of_another_task_that_came_meanwhile_is_not_gone_on_with()
    {
        await using RawFileServer host = new(request => FileAnswers.To(request, Video));
        using VideoSaver saver = SaverOf(Options());
        ApimartTask task = TaskWith(host.Address);
        saver.PlanNames(task);
        await File.WriteAllBytesAsync(PartPath, SampleVideo.Of(Length, seed: 2).AsMemory(0, 1000));
        await File.WriteAllTextAsync(NotePath, $$"""{"taskId":"task_02","index":0,"url":"{{host.Address}}","eTag":"\"a\"","length":{{Length}}}""");

        await RunAsync(saver.SaveAsync(task));

        AssertOnlyVideo(Video);
        Assert.Null(Assert.Single(host.Requests).Header("Range"));
    }

    [Theory]
    [InlineData(ApimartTaskStatus.Failed, 0)]
    [InlineData(ApimartTaskStatus.Processing, 1)]
    [InlineData(ApimartTaskStatus.OutcomeUnknown, 0)]
    public async Task A_task_without_a_finished_video_is_reported(ApimartTaskStatus status, int expectedLooks)
    {
        int looks = 0;
        ApimartTask task = TaskWith() with { Status = status };

        SaveException fault = await FailAsync(task, refresh: (_, _) =>
        {
            looks++;
            return Task.FromResult(task);
        });

        Assert.Equal((SaveFault.TaskNotCompleted, expectedLooks), (fault.Fault, looks));
    }

    [Theory]
    [InlineData(ApimartErrorKind.NotFound, SaveFault.TaskNotCompleted)]
    [InlineData(ApimartErrorKind.Server, SaveFault.Network)]
    public async Task A_task_known_by_its_id_alone_that_cannot_be_read_is_reported(ApimartErrorKind kind, SaveFault expected)
    {
        SaveException fault = await FailAsync(
            new ApimartTask { TaskId = TaskId }, refresh: (_, _) => throw new ApimartException(kind, "No answer.") { Advice = "Try later." });

        Assert.Equal((expected, "Try later."), (fault.Fault, fault.Advice));
        Assert.Contains("No answer.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_completed_task_without_links_is_read_again_and_then_reported()
    {
        SaveException fault = await FailAsync(TaskWith(), refresh: (_, _) => Task.FromResult(TaskWith()));

        Assert.Equal(SaveFault.NoVideo, fault.Fault);
    }

    [Fact]
    public async Task Progress_counts_what_was_here_before_and_ends_with_the_whole()
    {
        int requests = 0;
        await using RawFileServer host = new(request =>
            requests++ == 0 ? FileAnswers.Whole(Video).CutAfter(1000) : FileAnswers.To(request, Video));
        using VideoSaver saver = SaverOf(Options());
        List<SaveProgress> reports = [];

        await RunAsync(saver.SaveAsync(TaskWith(host.Address), new Progress(reports.Add)));

        Assert.Equal(new SaveProgress(TaskId, TaskId + ".mp4", Length, Length), reports[^1]);
        Assert.Equal(reports.OrderBy(report => report.Received), reports);
        Assert.Contains(reports, report => report.Received <= 1000);
    }

    private ApimartTask Dying(RawFileServer host, int n, int? hours) => TaskWith() with
    {
        TaskId = $"task_{n}",
        Videos = [new VideoLink(new Uri(host.Address, $"{n}"), hours is { } left ? Time.GetUtcNow().AddHours(left) : null)],
    };

    /// <summary>Reports at once, on the thread that reports.</summary>
    private sealed class Progress(Action<SaveProgress> listen) : IProgress<SaveProgress>
    {
        public void Report(SaveProgress value) => listen(value);
    }
}
