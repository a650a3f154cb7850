using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>Holds in a folder.</summary>
public sealed class JournalQueryTests() : JournalQuerySuite(new FolderHome());

/// <summary>Holds in a database.</summary>
public sealed class DatabaseJournalQueryTests() : JournalQuerySuite(new DatabaseHome());

public abstract class JournalQuerySuite : IDisposable
{
    private static readonly Uri s_link = new("https://upload.apimart.ai/f/video/1.mp4");
    private readonly JournalHome _folder;
    private readonly ManualTime _time = new();
    private readonly EntryJournal _journal;

    private protected JournalQuerySuite(JournalHome folder)
    {
        _folder = folder;
        _journal = _folder.Open(time: _time);
    }

    public void Dispose()
    {
        _journal.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_finished_task_comes_back_with_all_that_was_seen_of_it()
    {
        await SubmitAsync("task_1", "sea");
        ApimartTask ended = Completed("task_1") with
        {
            StatusText = "completed",
            Cost = 0.35m,
            CompletedAt = _time.GetUtcNow().AddSeconds(100),
            EstimatedTime = TimeSpan.FromSeconds(90),
            ActualTime = TimeSpan.FromSeconds(100),
        };
        await _journal.RecordAsync(ended);
        await _journal.RecordSavedAsync("task_1", new SavedFile(0, _folder["1.mp4"], 1234, "ab"));

        ApimartTask task = Reopened().Find("task_1")!;

        Assert.Equal("sea", task.Prompt);
        Assert.Equal("autumn", task.JobName);
        Assert.Equal(Rows.Model, task.Model);
        Assert.Equal(ApimartTaskStatus.Completed, task.Status);
        Assert.Equal("completed", task.StatusText);
        Assert.Equal(100, task.Progress);
        Assert.Equal(ended.Cost, task.Cost);
        Assert.Equal(_time.GetUtcNow(), task.CreatedAt);
        Assert.Equal(ended.CompletedAt, task.CompletedAt);
        Assert.Equal(ended.EstimatedTime, task.EstimatedTime);
        Assert.Equal(ended.ActualTime, task.ActualTime);
        Assert.Equal(ended.Videos, task.Videos);
        Assert.Equal([_folder["1.mp4"]], task.SavedFiles);
        Assert.Equal([new SavedFile(0, _folder["1.mp4"], 1234, "ab")], Reopened().SavedOf("task_1").Select(saved => saved with { SavedAt = null }));
        Assert.Equal("task_1", Reopened().OwnerOf(_folder["1.mp4"]));
    }

    [Fact]
    public async Task A_failed_task_keeps_its_reason()
    {
        await SubmitAsync("task_1", "sea");
        TaskFault fault = new("task_failed", "Upstream quota used up");
        await _journal.RecordAsync(new ApimartTask { TaskId = "task_1", Status = ApimartTaskStatus.Failed, Cost = 0, Error = fault });

        ApimartTask task = Reopened().Find("task_1")!;

        Assert.Equal(fault, task.Error);
        Assert.Equal(0m, task.Cost);
    }

    [Fact]
    public async Task An_ending_is_recorded_once_and_a_renewed_link_again()
    {
        await SubmitAsync("task_1", "sea");
        await _journal.RecordAsync(Completed("task_1"));
        int length = _folder.Lines().Count;

        await _journal.RecordAsync(Completed("task_1"));
        await Reopened().RecordAsync(Completed("task_1"));
        Assert.Equal(length, _folder.Lines().Count);

        VideoLink renewed = new(new Uri(s_link + "?again"), _time.GetUtcNow().AddDays(1));
        await _journal.RecordAsync(Completed("task_1") with { Videos = [renewed] });
        Assert.Equal([renewed], Reopened().Find("task_1")!.Videos);
    }

    [Theory]
    [InlineData(ApimartTaskStatus.Processing)]
    [InlineData(ApimartTaskStatus.NotFound)]
    public async Task What_is_no_ending_is_not_recorded(ApimartTaskStatus status)
    {
        await SubmitAsync("task_1", "sea");

        await _journal.RecordAsync(new ApimartTask { TaskId = "task_1", Status = status });

        Assert.Equal(ApimartTaskStatus.Submitted, Reopened().Find("task_1")!.Status);
    }

    [Fact]
    public async Task A_task_that_was_submitted_elsewhere_is_remembered_from_its_ending_on()
    {
        await _journal.RecordAsync(Completed("task_x") with { Model = "sora-2", Cost = 1 });

        ApimartTask task = Assert.Single(Reopened().Query(JournalQuery.All));

        Assert.Equal("sora-2", task.Model);
        Assert.Null(task.Prompt);
    }

    [Fact]
    public async Task Jobs_times_and_states_are_told_apart()
    {
        await SubmitAsync("task_1", "sea", job: "autumn");
        _time.Advance(TimeSpan.FromHours(1));
        DateTimeOffset later = _time.GetUtcNow();
        await SubmitAsync("task_2", "sea", job: "winter");
        await SubmitAsync("task_3", "lake", job: null);
        await _journal.RecordAsync(Completed("task_3"));

        Assert.Equal(["task_2"], Ids(new JournalQuery { JobName = name => name.StartsWith('w') }));
        Assert.Equal(["task_2", "task_3"], Ids(new JournalQuery { Since = later }));
        Assert.Equal(["task_3"], Ids(new JournalQuery { Statuses = [ApimartTaskStatus.Completed] }));
        Assert.Equal(["task_1", "task_2"], Ids(new JournalQuery { Unfinished = true }));
        Assert.Equal(["task_1", "task_2", "task_3"], Ids(JournalQuery.All));
    }

    [Fact]
    public async Task What_was_tried_on_a_simulator_is_not_listed_among_what_was_paid()
    {
        using EntryJournal simulated = _folder.Open(new Uri("http://127.0.0.1:5000"), _time);
        await simulated.RecordAsync(Completed("played") with { Model = Rows.Model, ActualTime = TimeSpan.FromSeconds(2) });
        await SubmitAsync("task_1", "sea");

        Assert.Equal(["task_1"], Ids(JournalQuery.All));
        Assert.Equal("played", Assert.Single(simulated.Query(JournalQuery.All)).TaskId);
        Assert.Empty(_journal.NewestOf([Rows.Model], 10));
    }

    [Fact]
    public async Task Jobs_are_named_once_the_newest_first()
    {
        await SubmitAsync("task_1", "sea", job: "autumn");
        await SubmitAsync("task_2", "sea", job: "winter");
        await SubmitAsync("task_3", "lake", job: "Autumn");
        await SubmitAsync("task_4", "hill", job: null);

        Assert.Equal(["Autumn", "winter"], _journal.JobNames());
    }

    [Fact]
    public async Task Unsaved_is_what_has_or_may_still_have_a_video_without_a_file()
    {
        foreach (string id in (string[])["running", "done", "half", "saved", "failed"])
        {
            await SubmitAsync(id, id);
        }

        await _journal.RecordAsync(Completed("done"));
        await _journal.RecordAsync(Completed("saved"));
        await _journal.RecordAsync(Completed("half") with { Videos = [new VideoLink(s_link, null), new VideoLink(s_link, null)] });
        await _journal.RecordAsync(new ApimartTask { TaskId = "failed", Status = ApimartTaskStatus.Failed });
        await _journal.RecordSavedAsync("half", new SavedFile(0, _folder["half.mp4"], 1, null));
        await _journal.RecordSavedAsync("saved", new SavedFile(0, _folder["saved.mp4"], 1, null));
        await SendAsync("refused", JournalEntryKind.Refused);
        await SendAsync("unknown", JournalEntryKind.Unknown);

        Assert.Equal(["running", "done", "half"], Ids(new JournalQuery { Unsaved = true }));
    }

    [Fact]
    public async Task A_row_on_its_way_is_told_as_such_and_one_whose_sender_died_is_unknown()
    {
        using EntryJournal other = Reopened();
        await other.ClaimAsync(Rows.Row("sea"), "autumn", 0, retryUnknown: false, CancellationToken.None);
        foreach (EntryJournal reader in (EntryJournal[])[_journal, other])
        {
            ApimartTask sent = Assert.Single(reader.Query(new JournalQuery { Statuses = [ApimartTaskStatus.Submitting] }));
            Assert.Equal((string.Empty, "sea", false, null), (sent.TaskId, sent.Prompt, sent.IsEnded, sent.Error));
            Assert.Empty(reader.Query(new JournalQuery { Statuses = [ApimartTaskStatus.OutcomeUnknown] }));
            Assert.Empty(reader.Query(new JournalQuery { Unfinished = true }));
            Assert.Empty(reader.Query(new JournalQuery { Unsaved = true }));
        }

        other.Dispose();

        ApimartTask task = Assert.Single(Reopened().Query(JournalQuery.All));
        Assert.Equal(ApimartTaskStatus.OutcomeUnknown, task.Status);
        Assert.Equal("sea", task.Prompt);
        Assert.NotNull(task.IdempotencyKey);
        Assert.NotNull(task.Error);
    }

    [Fact]
    public async Task A_file_that_is_saved_anew_takes_the_place_of_the_old_one()
    {
        await SubmitAsync("task_1", "sea");
        SavedFile old = new(0, _folder["old.mp4"], 1, null);
        await _journal.RecordSavedAsync("task_1", old);
        int length = _folder.Lines().Count;
        await _journal.RecordSavedAsync("task_1", old);
        Assert.Equal(length, _folder.Lines().Count);

        SavedFile latest = new(0, _folder["new.mp4"], 2, null);
        await _journal.RecordSavedAsync("task_1", latest);

        Assert.Equal([latest], Reopened().SavedOf("task_1").Select(saved => saved with { SavedAt = null }));
    }

    [Fact]
    public async Task Past_tasks_are_those_of_the_models_that_were_completed_with_what_was_asked_for()
    {
        await SubmitAsync("one", "1");
        await SubmitAsync("two", "2");
        await SubmitAsync("three", "3");
        await _journal.RecordAsync(Completed("one") with { ActualTime = TimeSpan.FromSeconds(80), EstimatedTime = TimeSpan.FromSeconds(60) });
        await _journal.RecordAsync(Completed("two") with { CompletedAt = _time.GetUtcNow().AddSeconds(95) });
        await _journal.RecordAsync(new ApimartTask
        {
            TaskId = "three",
            Status = ApimartTaskStatus.Failed,
            ActualTime = TimeSpan.FromSeconds(3),
        });

        IReadOnlyList<PastTask> past = Reopened().NewestOf(["sora-2", Rows.Model.ToUpperInvariant()], 10);
        Assert.Equal([TimeSpan.FromSeconds(80), TimeSpan.FromSeconds(95)], past.Select(task => task.Duration));
        Assert.Equal([TimeSpan.FromSeconds(60), null], past.Select(task => task.Estimated));
        Assert.All(past, task => Assert.Contains(Rows.Model, task.Request, StringComparison.Ordinal));
        Assert.Equal(past[1], Assert.Single(Reopened().NewestOf([Rows.Model], 1)));
        Assert.Empty(_journal.NewestOf(["sora-2"], 10));
    }

    [Fact]
    public async Task What_the_answer_said_of_a_task_holds_where_its_ending_says_nothing_else()
    {
        DateTimeOffset sent = _time.GetUtcNow();
        string key = await ClaimAsync("sea", "autumn");
        _time.Advance(TimeSpan.FromSeconds(1));
        JournalEntry accepted = _journal.Entry(JournalEntryKind.Accepted) with { Key = key, TaskId = "task_1", StatusText = "queued", Estimated = 90, Reserved = 1.2m };
        await _journal.RecordAnswerAsync(accepted);

        ApimartTask task = Reopened().Find("task_1")!;
        Assert.Equal(("queued", TimeSpan.FromSeconds(90), 1.2m, sent, 0), (task.StatusText, task.EstimatedTime, task.ReservedCost, task.CreatedAt, task.Progress));

        await _journal.RecordAsync(Completed("task_1") with { CompletedAt = sent.AddSeconds(61) });

        ApimartTask ended = Reopened().Find("task_1")!;
        Assert.Equal(("queued", TimeSpan.FromSeconds(90), 1.2m, sent, 100), (ended.StatusText, ended.EstimatedTime, ended.ReservedCost, ended.CreatedAt, ended.Progress));
        PastTask past = Assert.Single(Reopened().NewestOf([Rows.Model], 10));
        Assert.Equal((TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(90)), (past.Duration, past.Estimated));
    }

    [Fact]
    public async Task A_row_that_failed_is_not_listed_beside_its_next_attempt_and_one_that_was_made_is()
    {
        await SubmitAsync("task_1", "sea");
        await _journal.RecordAsync(new ApimartTask { TaskId = "task_1", Status = ApimartTaskStatus.Failed });
        Assert.Equal(["task_1"], Ids(JournalQuery.All));
        SubmitClaim second = await _journal.ClaimAsync(Rows.Row("sea"), "autumn", 0, retryUnknown: false, CancellationToken.None, retryFailed: true);
        await _journal.RecordAnswerAsync(_journal.Entry(JournalEntryKind.Refused) with { Key = second.IdempotencyKey });
        SubmitClaim third = await _journal.ClaimAsync(Rows.Row("sea"), "autumn", 0, retryUnknown: false, CancellationToken.None, retryFailed: true);
        await _journal.RecordAnswerAsync(_journal.Entry(JournalEntryKind.Accepted) with { Key = third.IdempotencyKey, TaskId = "task_3" });

        Assert.Equal(["task_3"], Ids(JournalQuery.All));
        Assert.Equal(1, Reopened().Find("task_3")!.Failures);
        Assert.Equal(ApimartTaskStatus.Failed, Reopened().Find("task_1")!.Status);
    }

    [Fact]
    public async Task A_listing_ends_where_its_journal_is_taken_away()
    {
        for (int row = 0; row < 260; row++)
        {
            await _journal.RecordAsync(Completed($"task_{row}"));
        }

        using IEnumerator<ApimartTask> listing = _journal.Query(JournalQuery.All).GetEnumerator();
        Assert.True(listing.MoveNext());
        _folder.Clear();

        int rest = 0;
        while (listing.MoveNext())
        {
            rest++;
        }

        Assert.Equal(255, rest);
    }

    [Fact]
    public async Task A_task_that_was_submitted_elsewhere_took_as_long_as_its_own_times_say()
    {
        await _journal.RecordAsync(Completed("task_x") with
        {
            Model = "sora-2",
            CreatedAt = _time.GetUtcNow().AddSeconds(-70),
            CompletedAt = _time.GetUtcNow().AddSeconds(-10),
        });

        Assert.Equal(TimeSpan.FromSeconds(60), Assert.Single(_journal.NewestOf(["sora-2"], 10)).Duration);
    }

    private string[] Ids(JournalQuery query) => Reopened().Query(query).Select(task => task.TaskId).ToArray();

    private EntryJournal Reopened() => _folder.Open(time: _time);

    private static ApimartTask Completed(string taskId) => new()
    {
        TaskId = taskId,
        Status = ApimartTaskStatus.Completed,
        Videos = [new VideoLink(s_link, null)],
    };

    private async Task SubmitAsync(string taskId, string prompt, string? job = "autumn") =>
        await _journal.RecordAnswerAsync(_journal.Entry(JournalEntryKind.Accepted) with
        {
            Key = await ClaimAsync(prompt, job),
            TaskId = taskId,
            Created = _time.GetUtcNow(),
        });

    private async Task SendAsync(string prompt, string answer) =>
        await _journal.RecordAnswerAsync(_journal.Entry(answer) with { Key = await ClaimAsync(prompt, "autumn") });

    private async Task<string> ClaimAsync(string prompt, string? job) =>
        (await _journal.ClaimAsync(Rows.Row(prompt), job, 0, retryUnknown: false, CancellationToken.None)).IdempotencyKey;
}
