using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Images;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>What may be forgotten, and what else goes when the journal is written anew.</summary>
public sealed class UpkeepTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ApimartTaskStatus.Completed, true, true)]
    [InlineData(ApimartTaskStatus.Completed, false, false)]
    [InlineData(ApimartTaskStatus.Failed, false, true)]
    [InlineData(ApimartTaskStatus.Cancelled, false, true)]
    [InlineData(ApimartTaskStatus.Expired, false, true)]
    [InlineData(ApimartTaskStatus.Submitted, false, false)]
    public async Task A_task_is_settled_when_it_ended_without_a_video_or_has_its_file(ApimartTaskStatus status, bool isSaved, bool isSettled)
    {
        using TaskJournal journal = Open();
        await AcceptAsync(journal, "autumn", "sea", "task_1");
        await journal.RecordAsync(new ApimartTask { TaskId = "task_1", Status = status, Cost = 0.35m });
        if (isSaved)
        {
            await journal.RecordSavedAsync("task_1", new SavedFile(0, _folder["1.mp4"], 9, null));
        }

        JobRemoval found = Assert.Single(journal.FindRemovable(jobName: null, before: null));

        Assert.Equal((1, isSettled ? 0 : 1, 0), (found.Rows, found.Unsettled.Count, found.BeingSent));
        Assert.Equal(status == ApimartTaskStatus.Submitted ? 0 : 0.35m, found.Cost);
    }

    [Theory]
    [InlineData(JournalEntryKind.Refused, true)]
    [InlineData(JournalEntryKind.NotExecuted, true)]
    [InlineData(JournalEntryKind.Unknown, false)]
    public async Task A_row_without_a_task_is_settled_where_nothing_can_have_been_accepted(string answer, bool isSettled)
    {
        using TaskJournal journal = Open();
        SubmitClaim claim = await ClaimAsync(journal, "autumn", "sea");
        await journal.RecordAnswerAsync(journal.Entry(answer) with { Key = claim.IdempotencyKey });

        Assert.Equal(isSettled ? 0 : 1, Assert.Single(journal.FindRemovable(jobName: null, before: null)).Unsettled.Count);
    }

    [Fact]
    public async Task What_was_played_on_a_simulator_is_neither_found_nor_forgotten_with_what_was_paid()
    {
        using TaskJournal simulated = TaskJournal.Open(_folder.Path, new Uri("http://127.0.0.1:5000"), _time);
        await AcceptAsync(simulated, "autumn", "sea", "played");
        using TaskJournal journal = Open();
        await AcceptAsync(journal, "autumn", "sea", "paid");

        IReadOnlyList<JobRemoval> found = journal.FindRemovable(jobName: null, before: null);
        Assert.Equal(1, Assert.Single(found).Rows);
        await journal.RemoveAsync(found, force: true);

        Assert.Null(journal.Find("paid"));
        Assert.NotNull(simulated.Find("played"));
    }

    [Fact]
    public async Task A_job_is_found_by_its_name_with_all_its_rows_and_tasks_outside_jobs_only_without_one()
    {
        using TaskJournal journal = Open();
        await AcceptAsync(journal, "autumn", "sea", "task_1");
        await AcceptAsync(journal, "Autumn", "lake", "task_2");
        await AcceptAsync(journal, "winter", "sea", "task_3");
        await AcceptAsync(journal, null, "sea", "task_4");

        JobRemoval autumn = Assert.Single(journal.FindRemovable(name => name.StartsWith('a') || name.StartsWith('A'), before: null));
        Assert.Equal(("Autumn", 2), (autumn.JobName, autumn.Rows));
        Assert.Equal([("Autumn", 2), ("winter", 1), (null, 1)], journal.FindRemovable(jobName: null, before: null).Select(job => (job.JobName, job.Rows)));
        Assert.Empty(journal.FindRemovable(_ => true, ManualTime.Start));
        Assert.Equal(3, journal.FindRemovable(jobName: null, ManualTime.Start.AddTicks(1)).Count);

        JournalRemoval done = await journal.RemoveAsync([autumn], force: true);

        Assert.Equal((2, "Autumn", journal.Path), (done.Rows, Assert.Single(done.Jobs), done.Path));
        Assert.Equal(new FileInfo(journal.Path).Length, done.Length);
        Assert.Equal(["task_3", "task_4"], journal.Query(JournalQuery.All).Select(task => task.TaskId).Order());
    }

    [Fact]
    public async Task A_job_that_lost_a_row_since_it_was_looked_at_is_not_forgotten_either()
    {
        using TaskJournal journal = Open();
        await AcceptAsync(journal, "autumn", "sea", "task_1");
        JobRemoval seen = Assert.Single(journal.FindRemovable(_ => true, before: null));
        await journal.RemoveAsync([seen], force: true);

        await Assert.ThrowsAsync<ApimartException>(() => journal.RemoveAsync([seen], force: true));
    }

    [Fact]
    public async Task Everything_of_a_row_goes_with_it_be_it_a_second_task_or_a_file()
    {
        using TaskJournal journal = Open();
        string key = await AcceptAsync(journal, "autumn", "sea", "task_1");
        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Accepted) with { Key = key, TaskId = "task_2" });
        foreach (string task in (string[])["task_1", "task_2"])
        {
            await journal.RecordAsync(new ApimartTask { TaskId = task, Status = ApimartTaskStatus.Completed });
            await journal.RecordSavedAsync(task, new SavedFile(0, _folder[$"{task}.mp4"], 9, null));
        }

        await journal.RemoveAsync(journal.FindRemovable(_ => true, before: null), force: false);

        Assert.Empty(await File.ReadAllTextAsync(journal.Path));
    }

    [Fact]
    public async Task An_answer_that_is_owed_to_a_row_that_was_forgotten_meanwhile_keeps_its_task_and_does_no_damage()
    {
        using TaskJournal journal = Open();
        SubmitClaim claim = await ClaimAsync(journal, "autumn", "sea");
        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Unknown) with { Key = claim.IdempotencyKey });
        var write = journal.File.Write;
        journal.File.Write = static (_, _, _) => throw new IOException("No space left on device");
        journal.Owe(journal.Entry(JournalEntryKind.Accepted) with { Key = claim.IdempotencyKey, TaskId = "task_1" });
        using (TaskJournal other = Open())
        {
            await other.RemoveAsync(other.FindRemovable(_ => true, before: null), force: true);
        }

        journal.File.Write = write;
        _time.Advance(TimeSpan.FromSeconds(5));
        while (journal.Find("task_1") is null && !journal.Damages().Any())
        {
            await Task.Delay(1);
        }

        Assert.Empty(journal.Damages());
        Assert.Equal(ApimartTaskStatus.Submitted, journal.Find("task_1")!.Status);
        Directory.Delete(journal.SpoolPath, recursive: true);
    }

    [Fact]
    public async Task A_task_that_was_submitted_elsewhere_is_forgotten_as_one_outside_any_job()
    {
        using TaskJournal journal = Open();
        await journal.RecordAsync(new ApimartTask { TaskId = "task_x", Status = ApimartTaskStatus.Failed });
        await AcceptAsync(journal, null, "sea", "task_1");

        await journal.RemoveAsync(journal.FindRemovable(jobName: null, before: null), force: false);

        Assert.Equal("task_1", Assert.Single(journal.Query(JournalQuery.All)).TaskId);
    }

    [Fact]
    public async Task Links_of_pictures_that_have_ended_go_and_those_that_live_stay()
    {
        using TaskJournal journal = Open();
        foreach ((string name, int seconds) in ((string, int)[])[("past", -1), ("same", 0), ("next", 1)])
        {
            await journal.RecordUploadAsync(name, new UploadedLink($"https://a.example/{name}.png", _time.GetUtcNow().AddSeconds(seconds)));
        }

        Assert.NotNull(journal.FindUpload("past"));
        await journal.RemoveAsync([], force: false);

        // A line of the same length stands where that one stood.
        Assert.Null(journal.FindUpload("past"));
        Assert.Equal("https://a.example/same.png", journal.FindUpload("same")?.Url);
        Assert.Equal("https://a.example/next.png", journal.FindUpload("next")?.Url);
    }

    [Theory]
    [InlineData("autumn")]
    [InlineData(null)]
    public async Task Before_a_time_is_not_at_it(string? job)
    {
        using TaskJournal journal = Open();
        DateTimeOffset time = _time.GetUtcNow();
        await AcceptAsync(journal, job, "sea", "task_1");

        Assert.Empty(journal.FindRemovable(jobName: null, before: time));
        Assert.Equal(job, Assert.Single(journal.FindRemovable(jobName: null, before: time.AddTicks(1))).JobName);
    }

    private TaskJournal Open() => TaskJournal.Open(_folder.Path, time: _time);

    private static Task<SubmitClaim> ClaimAsync(TaskJournal journal, string? job, string prompt) =>
        journal.ClaimAsync(Rows.Row(prompt), job, 0, retryUnknown: false, CancellationToken.None);

    private static async Task<string> AcceptAsync(TaskJournal journal, string? job, string prompt, string id)
    {
        SubmitClaim claim = await ClaimAsync(journal, job, prompt);
        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Accepted) with { Key = claim.IdempotencyKey, TaskId = id });
        return claim.IdempotencyKey;
    }
}
