using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Downloads;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Saving;

/// <summary>Videos that the journal knows as saved: moved, renamed, lost.</summary>
public sealed class SavedBeforeTests : SavingTest
{
    private static readonly Uri s_nowhere = new("http://127.0.0.1:9/");

    [Fact]
    public async Task A_video_that_is_no_longer_there_is_fetched_again_while_its_link_lives()
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));

        SavedVideo saved = await SaveAsync(TaskWith(host.Address), Known(FinalPath));

        Assert.False(saved.Skipped);
        AssertOnlyVideo(Video);
    }

    [Fact]
    public async Task With_a_dead_link_it_is_told_when_and_where_it_was_saved()
    {
        await using RawFileServer host = new(_ => RawAnswer.Empty("410 Gone"));
        string elsewhere = Path.Combine(Folder, "gone", "x.mp4");

        SaveException fault = await FailAsync(
            TaskWith(host.Address), Known(elsewhere), refresh: (_, _) => Task.FromResult(TaskWith(host.Address)));

        Assert.Equal(SaveFault.SavedBefore, fault.Fault);
        Assert.Contains(elsewhere, fault.Message, StringComparison.Ordinal);
        Assert.Contains("2026-11-", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_ever_saved_is_left_alone_without_a_request()
    {
        SavedVideo saved = await SaveAsync(TaskWith(s_nowhere), Known(Path.Combine(Folder, "gone.mp4"), skip: true));

        Assert.True(saved.Skipped);
        Assert.Empty(Files);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_under_an_earlier_name_keeps_it_unless_it_is_to_be_renamed(bool rename)
    {
        string former = Path.Combine(Folder, "old name.mp4");
        await File.WriteAllBytesAsync(former, Video);

        SavedVideo saved = await SaveAsync(TaskWith(s_nowhere), Known(former, rename: rename));

        Assert.True(saved.Skipped);
        Assert.Equal(rename ? (FinalPath, null, former) : (former, FinalPath, (string?)null), (saved.Path, saved.OtherPath, saved.RenamedFrom));
        Assert.Equal([Path.GetFileName(rename ? FinalPath : former)], Files);
    }

    [Fact]
    public async Task Renaming_takes_the_metadata_along_and_replaces_nothing()
    {
        string former = Path.Combine(Folder, "old.mp4");
        await using (RawFileServer host = new(_ => FileAnswers.Whole(Video)))
        {
            await SaveAsync(TaskWith(host.Address), new SaveOptions { Directory = Folder, FileName = "old", Metadata = true });
        }

        await File.WriteAllTextAsync(FinalPath, "mine");
        Assert.Equal(SaveFault.FileExists, (await FailAsync(TaskWith(s_nowhere), Known(former, rename: true))).Fault);
        Assert.Equal("mine", await File.ReadAllTextAsync(FinalPath));
        File.Delete(FinalPath);

        await SaveAsync(TaskWith(s_nowhere), Known(former, rename: true));

        Assert.Equal(["task_01.json", "task_01.mp4"], Files);
        Assert.Contains("task_01.mp4", await File.ReadAllTextAsync(Path.Combine(Folder, "task_01.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"scene":1}""")]
    [InlineData("""{"taskId":"task_02","file":"old.mp4","sha256":"00"}""")]
    [InlineData("")]
    public async Task Renaming_leaves_a_json_file_of_the_users_own_where_it_is(string own)
    {
        string former = Path.Combine(Folder, "old.mp4");
        await File.WriteAllBytesAsync(former, Video);
        await File.WriteAllTextAsync(Path.ChangeExtension(former, ".json"), own);

        await SaveAsync(TaskWith(s_nowhere), Known(former, rename: true));

        Assert.Equal(["old.json", "task_01.mp4"], Files);
        Assert.Equal(own, await File.ReadAllTextAsync(Path.ChangeExtension(former, ".json")));
    }

    [Fact]
    public async Task A_damaged_file_under_an_earlier_name_is_fetched_under_the_new_one()
    {
        string former = Path.Combine(Folder, "old.mp4");
        await File.WriteAllBytesAsync(former, Video[..1000]);
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));

        await SaveAsync(TaskWith(host.Address), Known(former));

        Assert.Equal(["old.mp4", "task_01.mp4"], Files);
    }

    [Theory]
    [InlineData("A red fox in the snow", "task_01KCVKX7Q2", "A red fox in the snow VKX7Q2.mp4")]
    [InlineData("../..", "task_01KCVKX7Q2", "VKX7Q2.mp4")]
    [InlineData(".hidden", "task_9", "hidden 9.mp4")]
    [InlineData("con", "a", "con a.mp4")]
    [InlineData(null, "task_01KCVKX7Q2", "task_01KCVKX7Q2.mp4")]
    [InlineData(null, "...", "video.mp4")]
    public void Without_a_template_the_name_begins_with_the_prompt(string? prompt, string id, string name)
    {
        using VideoSaver saver = SaverOf(new SaveOptions { Directory = Folder });

        Assert.Equal(name, Path.GetFileName(saver.PlanNames(TaskWith(s_nowhere) with { TaskId = id, Prompt = prompt })[0]));
    }

    [Theory]
    [InlineData("autumn", 7, "007 a fox 9.mp4")]
    [InlineData("autumn", 1200, "1200 a fox 9.mp4")]
    [InlineData("autumn", null, "a fox 9.mp4")]
    [InlineData(null, 7, "a fox 9.mp4")]
    public void The_files_of_a_jobs_rows_sort_as_the_rows_do(string? job, int? row, string name)
    {
        using VideoSaver saver = SaverOf(new SaveOptions { Directory = Folder });

        Assert.Equal(name, Path.GetFileName(saver.PlanNames(
            TaskWith(s_nowhere) with { TaskId = "task_9", Prompt = "a fox", JobName = job, RowNumber = row })[0]));
    }

    [Fact]
    public async Task A_task_that_the_server_has_forgotten_is_told_by_where_its_video_was_saved()
    {
        string elsewhere = Path.Combine(Folder, "gone", "x.mp4");

        SaveException fault = await FailAsync(
            new ApimartTask { TaskId = TaskId },
            Known(elsewhere),
            refresh: (_, _) => throw new ApimartException(ApimartErrorKind.NotFound, "No such task.") { Advice = "None." });

        Assert.Equal(SaveFault.SavedBefore, fault.Fault);
        Assert.Contains(elsewhere, fault.Message, StringComparison.Ordinal);
        Assert.Contains("No such task.", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>That one video of a task was saved says nothing of the others.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_video_of_a_task_is_saved_before_or_not_by_itself(bool skip)
    {
        string second = Path.Combine(Folder, "second.mp4");
        await File.WriteAllBytesAsync(second, Video);
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));
        using VideoSaver saver = SaverOf(Known(second, skip, index: 1));

        Task<IReadOnlyList<SavedVideo>> saving = saver.SaveAsync(TaskWith(host.Address, host.Address), cancellationToken: TestContext.Current.CancellationToken);
        await RunAsync(saving);

        Assert.Equal(
            [(FinalPath, false), (second, true)],
            (await saving).Select(saved => (saved.Path, saved.Skipped)));
        Assert.Single(host.Requests);
    }

    [Fact]
    public async Task What_went_wrong_with_one_video_is_told_before_that_another_was_saved_before()
    {
        await using RawFileServer host = new(request => RawAnswer.Empty(request.Path == "/1" ? "400 Bad Request" : "410 Gone"));
        ApimartTask task = TaskWith(host.Address, new Uri(host.Address, "1"));

        SaveException fault = await FailAsync(task, Known(Path.Combine(Folder, "gone.mp4")), refresh: (_, _) => Task.FromResult(task));

        Assert.Equal(SaveFault.Refused, fault.Fault);
    }

    private SaveOptions Known(string path, bool skip = false, bool rename = false, int index = 0) => new()
    {
        Directory = Folder,
        FileName = "{TaskId}",
        SkipSaved = skip,
        Rename = rename,
        SavedOf = _ => [new SavedFile(index, path, Length, Sha256: null) { SavedAt = ManualTime.Start }],
        OwnerOf = asked => asked == path ? TaskId : null,
    };
}
