using System.Text;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>Holds in a folder.</summary>
public sealed class RemovalTests() : RemovalSuite(new FolderHome())
{
    [Fact]
    public async Task A_longer_file_in_the_place_of_one_without_checksums_is_noticed_too()
    {
        string line = """{"v":1,"e":"intent","t":"2026-01-02T03:04:05+00:00","key":"k1","job":"autumn","digest":"d","n":0,"model":"m","prompt":"old"}""";
        await File.WriteAllTextAsync(Folder["journal.jsonl"], line + "\n" + """{"v":1,"e":"accepted","t":"2026-01-02T03:04:06+00:00","key":"k1","task":"task_old"}""" + "\n");
        using EntryJournal running = Open();
        Assert.Equal("old", running.Find("task_old")?.Prompt);
        using EntryJournal source = TaskJournal.Open(Folder["source"]);
        await SaveAsync(source, "winter", new string('x', 500), "task_1");
        using (EntryJournal journal = Open())
        {
            await journal.ImportAsync([JournalSource.Read(Folder["source"])]);
        }

        Assert.Equal("old", running.Find("task_old")?.Prompt);
        Assert.NotNull(running.Find("task_1"));
        Assert.Empty(running.Damages());
    }
}

/// <summary>Holds in a database.</summary>
public sealed class DatabaseRemovalTests() : RemovalSuite(new DatabaseHome());

/// <summary>A journal may shrink: what is settled can be forgotten, job by job, and what nobody needs is not kept.</summary>
public abstract class RemovalSuite : IDisposable
{
    private const string Picture = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==";

    private readonly JournalHome _folder;

    private protected JournalHome Folder => _folder;

    private readonly ManualTime _time = new();

    private protected RemovalSuite(JournalHome folder)
    {
        _folder = folder;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_settled_job_is_forgotten_whole_and_the_others_stay_as_they_were()
    {
        using EntryJournal journal = Open();
        await SaveAsync(journal, "autumn", "sea", "task_1");
        await FailAsync(journal, "autumn", "sky", "task_2");
        await SaveAsync(journal, "winter", "sea", "task_3");
        ApimartTask kept = journal.Find("task_3")!;
        JobRemoval autumn = Assert.Single(journal.FindRemovable(name => name == "autumn", before: null));
        Assert.Equal((2, 0.35m, 0), (autumn.Rows, autumn.Cost, autumn.Unsettled.Count));

        JournalRemoval done = await journal.RemoveAsync([autumn], force: false);

        Assert.Equal((2, "autumn"), (done.Rows, Assert.Single(done.Jobs)));
        Assert.InRange(done.Length, 1, done.LengthBefore - 1);
        Assert.Equal(["winter"], journal.JobNames());
        Assert.Null(journal.Find("task_1"));
        Assert.Null(journal.OwnerOf(_folder["task_1.mp4"]));
        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(kept), System.Text.Json.JsonSerializer.Serialize(journal.Find("task_3")));
        Assert.Equal(ClaimKind.New, (await ClaimAsync(journal, "autumn", "sea")).Kind);
        Assert.Equal(ClaimKind.Known, (await ClaimAsync(journal, "winter", "sea")).Kind);
    }

    [Fact]
    public async Task What_runs_is_not_saved_or_is_in_doubt_is_named_and_kept_unless_forced()
    {
        using EntryJournal journal = Open();
        await AcceptAsync(journal, "autumn", "runs", "task_1");
        await AcceptAsync(journal, "autumn", "unsaved", "task_2");
        await journal.RecordAsync(Completed("task_2"));
        SubmitClaim doubtful = await ClaimAsync(journal, "autumn", "doubtful");
        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Unknown) with { Key = doubtful.IdempotencyKey, Message = "reset" });
        await SaveAsync(journal, "autumn", "done", "task_4");
        JobRemoval autumn = Assert.Single(journal.FindRemovable(_ => true, before: null));

        Assert.Equal(["runs", "unsaved", "doubtful"], autumn.Unsettled.Select(task => task.Prompt));
        ApimartException refused = await Assert.ThrowsAsync<ApimartException>(() => journal.RemoveAsync([autumn], force: false));
        Assert.Equal(ApimartErrorKind.Conflict, refused.Kind);
        Assert.Equal(4, journal.Query(JournalQuery.All).Count());

        await journal.RemoveAsync([autumn], force: true);
        Assert.Empty(journal.Query(JournalQuery.All));
    }

    [Theory]
    [InlineData(JournalEntryKind.Accepted, "task_9")]
    [InlineData(JournalEntryKind.Unknown, null)]
    public async Task An_answer_that_comes_after_its_row_was_forgotten_is_no_damage_and_its_task_is_kept(string kind, string? task)
    {
        using EntryJournal journal = Open();
        SubmitClaim claim = await ClaimAsync(journal, "autumn", "doubtful");
        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Unknown) with { Key = claim.IdempotencyKey, TaskId = "task_9", Message = "reset" });
        using (EntryJournal other = Open())
        {
            await other.RemoveAsync(other.FindRemovable(_ => true, before: null), force: true);
        }

        await journal.RecordAnswerAsync(journal.Entry(kind) with { Key = claim.IdempotencyKey, TaskId = task });

        Assert.Empty(journal.Damages());
        Assert.Equal(task, journal.Find("task_9")?.TaskId);
        Assert.Equal(task is null ? null : ApimartTaskStatus.Submitted, journal.Find("task_9")?.Status);
        Assert.Equal(ClaimKind.New, (await ClaimAsync(journal, "autumn", "doubtful")).Kind);
    }

    [Fact]
    public async Task A_row_that_is_being_sent_outlives_even_force()
    {
        using EntryJournal sender = Open();
        await SaveAsync(sender, "autumn", "done", "task_1");
        SubmitClaim sent = await ClaimAsync(sender, "autumn", "sea");
        using EntryJournal journal = Open();
        JobRemoval autumn = Assert.Single(journal.FindRemovable(_ => true, before: null));
        Assert.Equal(1, autumn.BeingSent);

        await Assert.ThrowsAsync<ApimartException>(() => journal.RemoveAsync([autumn], force: true));

        await sender.RecordAnswerAsync(sender.Entry(JournalEntryKind.Accepted) with { Key = sent.IdempotencyKey, TaskId = "task_2" });
        Assert.Equal("sea", journal.Find("task_2")?.Prompt);
        Assert.Empty(journal.Damages());
    }

    [Fact]
    public async Task A_job_that_grew_since_it_was_looked_at_is_not_forgotten()
    {
        using EntryJournal journal = Open();
        await SaveAsync(journal, "autumn", "sea", "task_1");
        JobRemoval autumn = Assert.Single(journal.FindRemovable(_ => true, before: null));
        using EntryJournal other = Open();
        await SaveAsync(other, "autumn", "sky", "task_2");

        await Assert.ThrowsAsync<ApimartException>(() => journal.RemoveAsync([autumn], force: false));

        Assert.Equal(2, journal.Query(JournalQuery.All).Count());
    }

    [Fact]
    public async Task Before_a_time_jobs_go_whole_or_not_at_all_and_tasks_outside_jobs_one_by_one()
    {
        using EntryJournal journal = Open();
        await SaveAsync(journal, "old", "sea", "task_1");
        await SaveAsync(journal, "both", "sea", "task_2");
        await SaveAsync(journal, null, "sea", "task_3");
        await AcceptAsync(journal, null, "runs", "task_4");
        _time.Advance(TimeSpan.FromDays(2));
        DateTimeOffset between = _time.GetUtcNow() - TimeSpan.FromDays(1);
        await SaveAsync(journal, "both", "sky", "task_5");
        await SaveAsync(journal, null, "sky", "task_6");

        IReadOnlyList<JobRemoval> found = journal.FindRemovable(jobName: null, between);
        Assert.Equal(["old", null], found.Select(job => job.JobName));
        Assert.Equal("task_4", Assert.Single(found[1].Unsettled).TaskId);
        await journal.RemoveAsync(found, force: false);

        Assert.Empty(journal.FindRemovable(jobName: null, ManualTime.Start));
        Assert.Equal(["task_2", "task_4", "task_5", "task_6"], journal.Query(JournalQuery.All).Select(task => task.TaskId).Order());
    }

    [Fact]
    public async Task Attempts_keys_and_durations_stay_right_when_the_file_is_written_anew()
    {
        using EntryJournal journal = Open();
        await FailAsync(journal, "autumn", "sea", "task_1");
        SubmitClaim second = await journal.ClaimAsync(Rows.Row("sea"), "autumn", 0, retryUnknown: false, CancellationToken.None, retryFailed: true);
        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Refused) with { Key = second.IdempotencyKey, Message = "no" });
        await SaveAsync(journal, "autumn", "sky", "task_2");
        TimeSpan[] durations = [.. journal.NewestOf([Rows.Model], 200).Select(past => past.Duration)];

        await journal.RemoveAsync([], force: false);

        using EntryJournal next = Open();
        Assert.Equal(durations, next.NewestOf([Rows.Model], 200).Select(past => past.Duration));
        SubmitClaim third = await next.ClaimAsync(Rows.Row("sea"), "autumn", 0, retryUnknown: false, CancellationToken.None, retryFailed: true);
        RowIdentity row = new(null, "autumn", Rows.Row("sea").Digest, 0, RowIdentity.FirstTake);
        Assert.Equal(DerivedKey.Of(row, 2), third.IdempotencyKey);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_does_not_bring_back_an_earlier_ending_or_file()
    {
        DateTimeOffset late = _time.GetUtcNow();
        JournalEntry state = new() { Kind = JournalEntryKind.State, Time = late, TaskId = "task_1", Status = ApimartTaskStatus.Failed };
        JournalEntry saved = new() { Kind = JournalEntryKind.Saved, Time = late, TaskId = "task_1", Path = "/videos/old.mp4" };
        await _folder.WriteAsync(
        [
            state,
            state with { Time = late.AddHours(-1), Status = ApimartTaskStatus.Completed },
            saved,
            saved with { Time = late.AddHours(-1), Path = "/videos/new.mp4" },
        ]);
        using EntryJournal journal = Open();

        await journal.RemoveAsync([], force: false);

        Assert.Equal(ApimartTaskStatus.Completed, journal.Find("task_1")!.Status);
        Assert.Equal("/videos/new.mp4", Assert.Single(journal.Find("task_1")!.SavedFiles));
    }

    /// <summary>A row that was accepted twice may be sent again where one of its tasks fails.</summary>
    [Theory]
    [InlineData(ApimartTaskStatus.Completed, false)]
    [InlineData(ApimartTaskStatus.Failed, true)]
    [InlineData(ApimartTaskStatus.Processing, true)]
    public async Task Pictures_of_a_row_with_two_tasks_are_kept_until_both_have_their_video(ApimartTaskStatus second, bool isKept)
    {
        using EntryJournal journal = Open();
        await AcceptAsync(journal, "autumn", WithPicture("twice"), "task_1");
        string key = journal.Find("task_1")!.IdempotencyKey!;
        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Accepted) with { Key = key, TaskId = "task_2" });
        await journal.RecordAsync(Completed("task_1"));
        await journal.RecordAsync(new ApimartTask { TaskId = "task_2", Status = second });

        await journal.RemoveAsync([], force: false);

        Assert.Equal(isKept, journal.Find("task_1")!.Request!.Contains(Picture, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pictures_of_finished_rows_are_kept_as_their_digest_and_those_that_may_be_sent_again_byte_for_byte()
    {
        using EntryJournal journal = Open();
        await AcceptAsync(journal, "autumn", WithPicture("done"), "task_1");
        await journal.RecordAsync(Completed("task_1"));
        await AcceptAsync(journal, "autumn", WithPicture("failed"), "task_2");
        await journal.RecordAsync(new ApimartTask { TaskId = "task_2", Status = ApimartTaskStatus.Failed });
        PreparedRequest doubtful = WithPicture("doubtful");
        SubmitClaim claim = await ClaimAsync(journal, "autumn", doubtful);
        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Unknown) with { Key = claim.IdempotencyKey, Message = "reset" });

        await journal.RemoveAsync([], force: false);

        Assert.Contains("data:image/png;sha256,", journal.Find("task_1")!.Request, StringComparison.Ordinal);
        Assert.DoesNotContain("iVBOR", journal.Find("task_1")!.Request, StringComparison.Ordinal);
        Assert.Contains(Picture, journal.Find("task_2")!.Request, StringComparison.Ordinal);
        Assert.Equal(ClaimKind.Known, (await ClaimAsync(journal, "autumn", WithPicture("done"))).Kind);
        SubmitClaim again = await journal.ClaimAsync(doubtful, "autumn", 0, retryUnknown: true, CancellationToken.None);
        Assert.Equal((ClaimKind.Repeat, claim.IdempotencyKey), (again.Kind, again.IdempotencyKey));
        Assert.Equal(doubtful.Body.ToArray(), again.Body.ToArray());
        string once = string.Concat(_folder.Lines());
        Assert.DoesNotContain("sha256,sha256", once, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_that_have_the_journal_open_read_and_write_the_new_file()
    {
        await _folder.WriteAsync(Enumerable.Range(0, 600).SelectMany(row => Accepted(row % 2 == 0 ? "even" : "odd", $"row {row}", $"task_{row}")));
        using EntryJournal other = Open();

        SubmitClaim sent = await ClaimAsync(other, "odd", "under way");
        using IEnumerator<ApimartTask> listing = other.Query(JournalQuery.All).GetEnumerator();
        Assert.True(listing.MoveNext());
        using (EntryJournal journal = Open())
        {
            await journal.RemoveAsync(journal.FindRemovable(name => name == "even", before: null), force: true);
        }

        List<ApimartTask> rest = [];
        while (listing.MoveNext())
        {
            rest.Add(listing.Current);
        }

        Assert.Equal("under way", Assert.Single(rest, task => task.Status == ApimartTaskStatus.Submitting).Prompt);
        Assert.All(rest.Skip(256).Where(task => task.TaskId.Length > 0), task => Assert.Equal($"row {task.TaskId[5..]}", task.Prompt));
        Assert.Contains(rest, task => task.TaskId == "task_599");
        await other.RecordAnswerAsync(other.Entry(JournalEntryKind.Accepted) with { Key = sent.IdempotencyKey, TaskId = "task_new" });
        Assert.Equal(ClaimKind.New, (await ClaimAsync(other, "even", "row 0")).Kind);
        using EntryJournal reader = Open();
        Assert.Equal("under way", reader.Find("task_new")?.Prompt);
        Assert.Equal(301, reader.Query(JournalQuery.All).Count(task => task.JobName == "odd"));
        Assert.Empty(reader.Damages());
        Assert.Empty(other.Damages());
    }

    private protected EntryJournal Open() => _folder.Open(time: _time);

    private static ApimartTask Completed(string id) => new()
    {
        TaskId = id,
        Status = ApimartTaskStatus.Completed,
        Cost = 0.35m,
        ActualTime = TimeSpan.FromSeconds(100),
        Videos = [new VideoLink(new Uri($"https://files.example/{id}.mp4"), null)],
    };

    /// <summary>The entries of a row that was accepted.</summary>
    private JournalEntry[] Accepted(string job, string prompt, string id)
    {
        PreparedRequest request = Rows.Row(prompt);
        string key = DerivedKey.Of(new RowIdentity(null, job, request.Digest, 0, RowIdentity.FirstTake), 0);
        return
        [
            new()
            {
                Kind = JournalEntryKind.Intent,
                Time = _time.GetUtcNow(),
                Key = key,
                Job = job,
                Digest = request.Digest,
                Model = request.Model,
                Prompt = prompt,
                Body = Encoding.UTF8.GetString(request.Body.Span),
            },
            new() { Kind = JournalEntryKind.Accepted, Time = _time.GetUtcNow(), Key = key, TaskId = id },
        ];
    }

    private static PreparedRequest WithPicture(string prompt) => new()
    {
        Model = Rows.Model,
        Prompt = prompt,
        Body = Encoding.UTF8.GetBytes($$"""{"model":"{{Rows.Model}}","prompt":"{{prompt}}","image_urls":["{{Picture}}","https://a.example/b.png"]}"""),
        Canonical = $$"""{"image_urls":["{{Picture}}"],"prompt":"{{prompt}}"}""",
        Warnings = [],
    };

    private protected async Task SaveAsync(EntryJournal journal, string? job, string prompt, string id)
    {
        await AcceptAsync(journal, job, prompt, id);
        await journal.RecordAsync(Completed(id));
        await journal.RecordSavedAsync(id, new SavedFile(0, _folder[$"{id}.mp4"], 5, null));
    }

    private static async Task FailAsync(EntryJournal journal, string job, string prompt, string id)
    {
        await AcceptAsync(journal, job, prompt, id);
        await journal.RecordAsync(new ApimartTask { TaskId = id, Status = ApimartTaskStatus.Failed });
    }

    private static Task AcceptAsync(EntryJournal journal, string? job, string prompt, string id) => AcceptAsync(journal, job, Rows.Row(prompt), id);

    private static async Task AcceptAsync(EntryJournal journal, string? job, PreparedRequest request, string id)
    {
        SubmitClaim claim = await ClaimAsync(journal, job, request);
        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Accepted) with { Key = claim.IdempotencyKey, TaskId = id });
    }

    private static Task<SubmitClaim> ClaimAsync(EntryJournal journal, string? job, string prompt) => ClaimAsync(journal, job, Rows.Row(prompt));

    private static Task<SubmitClaim> ClaimAsync(EntryJournal journal, string? job, PreparedRequest request) =>
        journal.ClaimAsync(request, job, 0, retryUnknown: false, CancellationToken.None);
}
