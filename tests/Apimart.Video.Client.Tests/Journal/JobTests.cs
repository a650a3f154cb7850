using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;
using CsCheck;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>What becomes of rows in the sums of a job.</summary>
public sealed class JobTallyTests
{
    /// <summary>Frozen: scripts rely on the numbers.</summary>
    [Theory]
    [InlineData("", 0)]
    [InlineData("Saved", 0)]
    [InlineData("Saved Failed", 1)]
    [InlineData("Refused", 1)]
    [InlineData("Saved Running", 4)]
    [InlineData("Unsaved", 4)]
    [InlineData("NotSent", 4)]
    [InlineData("Failed Refused Running", 4)]
    [InlineData("Unknown", 3)]
    [InlineData("Unknown Running Failed Saved", 3)]
    [InlineData("Unknown Refused", 3)]
    public void The_exit_code_says_the_most_urgent_thing(string outcomes, int code)
    {
        JobTally tally = new();
        foreach (string outcome in outcomes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            tally.Add(Enum.Parse<RowOutcome>(outcome), null, null);
        }

        Assert.Equal(code, JobExitCode.Of(tally));
    }

    [Theory]
    [InlineData(ApimartTaskStatus.Submitting, 0, 0, RowOutcome.Running)]
    [InlineData(ApimartTaskStatus.Submitted, 0, 0, RowOutcome.Running)]
    [InlineData(ApimartTaskStatus.Processing, 0, 0, RowOutcome.Running)]
    [InlineData(ApimartTaskStatus.Submitted, 1, 0, RowOutcome.Saved)]
    [InlineData(ApimartTaskStatus.Completed, 0, 0, RowOutcome.Unsaved)]
    [InlineData(ApimartTaskStatus.Completed, 0, 1, RowOutcome.Unsaved)]
    [InlineData(ApimartTaskStatus.Completed, 1, 2, RowOutcome.Unsaved)]
    [InlineData(ApimartTaskStatus.Completed, 2, 2, RowOutcome.Saved)]
    [InlineData(ApimartTaskStatus.Completed, 1, 0, RowOutcome.Saved)]
    [InlineData(ApimartTaskStatus.Failed, 0, 0, RowOutcome.Failed)]
    [InlineData(ApimartTaskStatus.Cancelled, 0, 0, RowOutcome.Failed)]
    [InlineData(ApimartTaskStatus.Expired, 0, 0, RowOutcome.Failed)]
    [InlineData(ApimartTaskStatus.NotFound, 0, 0, RowOutcome.Failed)]
    [InlineData(ApimartTaskStatus.Refused, 0, 0, RowOutcome.Refused)]
    [InlineData(ApimartTaskStatus.NotSent, 0, 0, RowOutcome.NotSent)]
    [InlineData(ApimartTaskStatus.OutcomeUnknown, 0, 0, RowOutcome.Unknown)]
    public void Each_status_has_one_outcome(ApimartTaskStatus status, int saved, int videos, RowOutcome outcome) =>
        Assert.Equal(outcome, RowOutcomes.Of(status, saved, videos));

    [Fact]
    public void Every_status_has_been_given_an_outcome_on_purpose() => Assert.Equal(11, Enum.GetValues<ApimartTaskStatus>().Length);

    [Fact]
    public void Dollars_that_are_not_known_are_never_nothing()
    {
        JobTally tally = new();
        tally.Add(RowOutcome.Saved, 1.5m, 2);
        tally.Add(RowOutcome.Running, null, 0.35m);
        tally.Add(RowOutcome.Unknown, null, 0.4m);
        tally.Add(RowOutcome.Saved, null, null);
        tally.Add(RowOutcome.Unknown, null, null);
        tally.Add(RowOutcome.Failed, 0, 9);
        tally.Add(RowOutcome.Refused, null, 9);
        tally.Add(RowOutcome.NotSent, null, 9);

        Assert.Equal((1.5m, 0.75m, 2), (tally.Spent, tally.Reserved, tally.Unpriced));
        Assert.Null(new JobTally().Reserved);
    }
}

/// <summary>Holds in a folder.</summary>
public sealed class JobTests() : JobSuite(new FolderHome());

/// <summary>Holds in a database.</summary>
public sealed class DatabaseJobTests() : JobSuite(new DatabaseHome());

/// <summary>How jobs stand, held against their rows. A failure prints the seed, and <c>CsCheck_Seed</c> repeats it.</summary>
public abstract class JobSuite : IDisposable
{
    private readonly JournalHome _folder;

    private protected JobSuite(JournalHome folder)
    {
        _folder = folder;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_job_counts_each_row_that_the_journal_lists_once_whatever_happened_to_it() => History.Of(machines: 1).Sample(
        events =>
        {
            _folder.Clear();
            _folder.WriteAsync(History.Play(events, machines: 1)[0]).GetAwaiter().GetResult();
            Check();
            using (EntryJournal journal = _folder.Open())
            {
                journal.RemoveAsync([], force: false).GetAwaiter().GetResult();
            }

            Check();
        },
        iter: _folder.Samples(200),
        threads: 1);

    [Fact]
    public async Task A_job_knows_its_machine_and_when_something_last_happened_to_it()
    {
        ManualTime time = new();
        using EntryJournal journal = _folder.Open(time: time);
        SubmitClaim claim = await journal.ClaimAsync(Rows.Row("sea"), "Autumn", 0, retryUnknown: false, CancellationToken.None);
        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Accepted) with { Key = claim.IdempotencyKey, TaskId = "task_1", Reserved = 1.2m });
        ApimartJob sent = Assert.Single(journal.Jobs());
        time.Advance(TimeSpan.FromMinutes(3));
        await journal.RecordAsync(new ApimartTask { TaskId = "task_1", Status = ApimartTaskStatus.Completed, Cost = 1.1m, CompletedAt = time.GetUtcNow() });
        ApimartJob ready = Assert.Single(journal.Jobs(name => name == "Autumn"));
        time.Advance(TimeSpan.FromMinutes(2));
        await journal.RecordSavedAsync("task_1", new SavedFile(0, _folder["1.mp4"], 9, null));
        using EntryJournal next = _folder.Open(time: time);
        ApimartJob saved = Assert.Single(next.Jobs());

        Assert.Equal((1, 1.2m, 0m, 4), (sent.Running, sent.Reserved, sent.Spent, sent.ExitCode));
        Assert.Equal([Environment.MachineName], sent.Machines);
        Assert.Equal((1, null, 1.1m, 4), (ready.Unsaved, ready.Reserved, ready.Spent, ready.ExitCode));
        Assert.Equal((1, 0), (saved.Saved, saved.ExitCode));
        Assert.Equal(ManualTime.Start, saved.FirstTime);
        Assert.Equal([ManualTime.Start, ManualTime.Start.AddMinutes(3), ManualTime.Start.AddMinutes(5)], [sent.LastTime, ready.LastTime, saved.LastTime]);
        Assert.Empty(journal.Jobs(name => name == "winter"));
    }

    /// <summary>What was submitted before the run and saved in it is its own work, and no cost of it.</summary>
    [Fact]
    public async Task A_run_is_told_by_what_it_did_itself_and_its_job_by_all_that_was_ever_done()
    {
        ManualTime time = new();
        using EntryJournal journal = _folder.Open(time: time);
        await SubmitAsync("task_1", 0.35m, isSaved: true);
        await SubmitAsync("task_2", 0.35m);
        time.Advance(TimeSpan.FromHours(1));
        DateTimeOffset since = time.GetUtcNow();
        await journal.RecordSavedAsync("task_2", new SavedFile(0, _folder["task_2.mp4"], 9, null));
        await SubmitAsync("task_3", 0.5m, isSaved: true);
        await SubmitAsync("task_4", 0.25m);
        await SubmitAsync("task_5", cost: null);
        await SubmitAsync("task_6", 7m, job: "winter");
        time.Advance(TimeSpan.FromSeconds(90));

        LineSummary run = Assert.Single(journal.Summarize(["AUTUMN", "spring"], since));

        Assert.Equal((2, 1, 0.75m, 1, 90d), (run.Saved, run.SavedBefore, run.Spent, run.NotCharged, run.Seconds));
        Assert.Equal((5, 3, 1, 1, 1.45m), (run.Job.Rows, run.Job.Saved, run.Job.Unsaved, run.Job.Running, run.Job.Spent));
        Assert.Equal((ManualTime.Start, since), (run.Job.FirstTime, run.Job.LastTime));

        async Task SubmitAsync(string id, decimal? cost, bool isSaved = false, string job = "autumn")
        {
            SubmitClaim claim = await journal.ClaimAsync(Rows.Row(id), job, 0, retryUnknown: false, CancellationToken.None);
            await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Accepted) with { Key = claim.IdempotencyKey, TaskId = id });
            if (cost is not null)
            {
                await journal.RecordAsync(new ApimartTask { TaskId = id, Status = ApimartTaskStatus.Completed, Cost = cost });
            }

            if (isSaved)
            {
                await journal.RecordSavedAsync(id, new SavedFile(0, _folder[$"{id}.mp4"], 9, null));
            }
        }
    }

    [Fact]
    public async Task A_task_of_two_videos_is_saved_when_both_are()
    {
        using EntryJournal journal = _folder.Open();
        SubmitClaim claim = await journal.ClaimAsync(Rows.Row("sea"), "autumn", 0, retryUnknown: false, CancellationToken.None);
        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Accepted) with { Key = claim.IdempotencyKey, TaskId = "task_1" });
        VideoLink link = new(new Uri("https://upload.apimart.ai/f/video/1.mp4"), null);
        await journal.RecordAsync(new ApimartTask { TaskId = "task_1", Status = ApimartTaskStatus.Completed, Videos = [link, link] });
        await journal.RecordSavedAsync("task_1", new SavedFile(0, _folder["1.mp4"], 9, null));
        Assert.Equal((0, 1), Counts());
        await journal.RecordSavedAsync("task_1", new SavedFile(1, _folder["2.mp4"], 9, null));
        Assert.Equal((1, 0), Counts());

        (int Saved, int Unsaved) Counts() => Assert.Single(journal.Jobs()) is var job ? (job.Saved, job.Unsaved) : default;
    }

    private void Check()
    {
        using EntryJournal journal = _folder.Open();
        ApimartTask[] tasks = [.. journal.Query(new JournalQuery { JobName = _ => true })];
        foreach (ApimartJob job in journal.Jobs(detailed: true))
        {
            Assert.Equal(tasks.Length, job.Rows);
            Assert.Equal(tasks.Select(task => (task.TaskId, task.IdempotencyKey)), job.Tasks.Select(task => (task.TaskId, task.IdempotencyKey)));
            foreach (RowOutcome outcome in Enum.GetValues<RowOutcome>())
            {
                Assert.Equal(tasks.Count(task => task.Outcome == outcome), CountOf(job, outcome));
            }

            Assert.Equal(tasks.Sum(task => task.Cost ?? 0), job.Spent);
            Assert.Equal(job.Rows, job.Submitted + job.Refused + job.NotSent + job.Unknown);
            Assert.Equal(tasks.Select(task => task.Machine).OfType<string>().Distinct().Order(StringComparer.OrdinalIgnoreCase), job.Machines);
            Assert.Equal(tasks.Count(task => task.IsRefusedHere), job.RefusedHere);
        }

        Assert.Equal(tasks.Length > 0 ? 1 : 0, journal.Jobs().Count);
    }

    private static int CountOf(ApimartJob job, RowOutcome outcome) => outcome switch
    {
        RowOutcome.Running => job.Running,
        RowOutcome.Unsaved => job.Unsaved,
        RowOutcome.Saved => job.Saved,
        RowOutcome.Failed => job.Failed,
        RowOutcome.Refused => job.Refused,
        RowOutcome.NotSent => job.NotSent,
        _ => job.Unknown,
    };
}
