using System.Collections.Concurrent;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Errors;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>Holds in a folder.</summary>
public sealed class ClaimTests() : ClaimSuite(new FolderHome());

/// <summary>Holds in a database.</summary>
public sealed class DatabaseClaimTests() : ClaimSuite(new DatabaseHome());

public abstract class ClaimSuite : IDisposable
{
    private readonly JournalHome _folder;
    private readonly ManualTime _time = new();

    private protected ClaimSuite(JournalHome folder)
    {
        _folder = folder;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_row_is_claimed_with_its_own_bytes_and_a_key()
    {
        using EntryJournal journal = Open();

        SubmitClaim claim = await ClaimAsync(journal, "sea");

        Assert.Equal(ClaimKind.New, claim.Kind);
        Assert.Equal(Rows.Row("sea").Body.ToArray(), claim.Body.ToArray());
        Assert.Matches("^[!-~]{1,191}$", claim.IdempotencyKey);
    }

    [Fact]
    public async Task A_row_that_was_accepted_comes_back_as_its_task()
    {
        using (EntryJournal first = Open())
        {
            await AcceptAsync(first, await ClaimAsync(first, "sea"), "task_1");
        }

        using EntryJournal second = Open();
        SubmitClaim again = await ClaimAsync(second, "sea");

        Assert.Equal(ClaimKind.Known, again.Kind);
        Assert.Equal("task_1", again.Task!.TaskId);
        Assert.Equal("sea", again.Task.Prompt);
        Assert.Equal("autumn", again.Task.JobName);
        Assert.Equal(Rows.Model, again.Task.Model);
        Assert.Equal(Rows.Row("sea").Canonical, again.Task.Request);
    }

    [Fact]
    public async Task A_journal_rests_once_no_answer_is_under_way_and_a_later_claim_shows_its_presence_again()
    {
        using EntryJournal journal = Open();
        SubmitClaim claim = await ClaimAsync(journal, "sea");
        journal.Rest();
        Assert.Equal(1, _folder.Writers());

        await AcceptAsync(journal, claim, "task_1");
        journal.Rest();
        Assert.Equal(0, _folder.Writers());

        await ClaimAsync(journal, "lake");
        Assert.Equal(1, _folder.Writers());
    }

    [Fact]
    public async Task A_job_is_the_same_job_whatever_the_case_of_its_name()
    {
        using EntryJournal journal = Open();
        await AcceptAsync(journal, await ClaimAsync(journal, "sea", job: "autumn"), "task_1");

        Assert.Equal(ClaimKind.Known, (await ClaimAsync(journal, "sea", job: "Autumn")).Kind);
    }

    [Fact]
    public async Task Changed_rows_second_occurrences_and_other_jobs_are_new_rows()
    {
        using EntryJournal journal = Open();
        await AcceptAsync(journal, await ClaimAsync(journal, "sea"), "task_1");

        Assert.Equal(ClaimKind.New, (await ClaimAsync(journal, "lake")).Kind);
        Assert.Equal(ClaimKind.New, (await ClaimAsync(journal, "sea", occurrence: 1)).Kind);
        Assert.Equal(ClaimKind.New, (await ClaimAsync(journal, "sea", job: "spring")).Kind);
    }

    [Fact]
    public async Task Without_a_job_equal_rows_are_always_new()
    {
        using EntryJournal journal = Open();
        await AcceptAsync(journal, await ClaimAsync(journal, "sea", job: null), "task_1");

        Assert.Equal(ClaimKind.New, (await ClaimAsync(journal, "sea", job: null)).Kind);
    }

    [Fact]
    public async Task A_row_sent_to_a_simulator_is_not_taken_for_one_sent_to_the_api()
    {
        using EntryJournal simulated = _folder.Open(new Uri("http://127.0.0.1:5000"), _time);
        await AcceptAsync(simulated, await ClaimAsync(simulated, "sea"), "task_1");
        using EntryJournal real = _folder.Open(ApimartClientOptions.DefaultBaseUri, _time);
        using EntryJournal mirror = _folder.Open(new Uri("https://api.apib.ai"), _time);

        Assert.Equal(ClaimKind.New, (await ClaimAsync(real, "sea")).Kind);
        await AcceptAsync(real, await ClaimAsync(real, "lake"), "task_2");
        Assert.Equal(ClaimKind.Known, (await ClaimAsync(mirror, "lake")).Kind);
    }

    [Fact]
    public async Task A_row_that_was_refused_may_be_sent_again_as_a_new_request()
    {
        using EntryJournal journal = Open();
        SubmitClaim first = await ClaimAsync(journal, "sea");
        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Refused) with { Key = first.IdempotencyKey });

        SubmitClaim second = await ClaimAsync(journal, "sea");

        Assert.Equal(ClaimKind.New, second.Kind);
        Assert.NotEqual(first.IdempotencyKey, second.IdempotencyKey);
    }

    [Fact]
    public async Task A_row_that_was_not_executed_is_sent_again_by_any_later_run_with_the_same_key_and_bytes()
    {
        using EntryJournal journal = Open();
        SubmitClaim first = await ClaimAsync(journal, "sea");
        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.NotExecuted) with { Key = first.IdempotencyKey });
        Assert.Equal(ApimartTaskStatus.NotSent, Assert.Single(journal.Query(JournalQuery.All)).Status);

        using EntryJournal later = Open();
        SubmitClaim second = await ClaimAsync(later, "sea");

        Assert.Equal(ClaimKind.Again, second.Kind);
        Assert.Equal(first.IdempotencyKey, second.IdempotencyKey);
        Assert.Equal(first.Body.ToArray(), second.Body.ToArray());
    }

    [Fact]
    public async Task An_intent_without_an_answer_is_unknown_once_its_writer_is_gone()
    {
        using (EntryJournal first = Open())
        {
            await ClaimAsync(first, "sea");
        }

        using EntryJournal second = Open();
        SubmitClaim again = await ClaimAsync(second, "sea");

        Assert.Equal(ClaimKind.Unknown, again.Kind);
        Assert.Equal(ApimartTaskStatus.OutcomeUnknown, again.Task!.Status);
        Assert.Empty(again.Task.TaskId);
        Assert.Equal(ClaimKind.Unknown, (await ClaimAsync(second, "sea")).Kind);
        Assert.Equal(1, Count(JournalEntryKind.Unknown));
    }

    [Fact]
    public async Task An_unknown_row_is_repeated_on_request_with_the_same_bytes_and_the_same_key()
    {
        SubmitClaim sent;
        using (EntryJournal first = Open())
        {
            sent = await ClaimAsync(first, "sea \"\u00e9\\\n\ud83c\udf0a");
        }

        using EntryJournal second = Open();
        SubmitClaim again = await ClaimAsync(second, "sea \"\u00e9\\\n\ud83c\udf0a", retryUnknown: true);

        Assert.Equal(ClaimKind.Repeat, again.Kind);
        Assert.Equal(sent.IdempotencyKey, again.IdempotencyKey);
        Assert.Equal(sent.Body.ToArray(), again.Body.ToArray());
    }

    [Fact]
    public async Task Outside_a_job_each_repetition_takes_another_unknown_row()
    {
        string[] sent = new string[2];
        using (EntryJournal first = Open())
        {
            sent[0] = (await ClaimAsync(first, "sea", job: null)).IdempotencyKey;
            sent[1] = (await ClaimAsync(first, "sea", job: null)).IdempotencyKey;
        }

        using EntryJournal second = Open();
        SubmitClaim one = await ClaimAsync(second, "sea", job: null, retryUnknown: true);
        SubmitClaim two = await ClaimAsync(second, "sea", job: null, retryUnknown: true);
        SubmitClaim three = await ClaimAsync(second, "sea", job: null, retryUnknown: true);

        Assert.Equal(sent, new[] { one.IdempotencyKey, two.IdempotencyKey });
        Assert.Equal(ClaimKind.New, three.Kind);
    }

    [Fact]
    public async Task A_row_that_another_living_writer_sends_is_waited_for_and_shared()
    {
        using EntryJournal first = Open();
        using EntryJournal second = Open();
        SubmitClaim mine = await ClaimAsync(first, "sea");

        Task<SubmitClaim> theirs = ClaimAsync(second, "sea");
        await WaitUntilPolling();
        Assert.False(theirs.IsCompleted);
        await AcceptAsync(first, mine, "task_1");
        await _time.RunUntil(theirs);

        Assert.Equal(ClaimKind.Known, (await theirs).Kind);
        Assert.Equal("task_1", (await theirs).Task!.TaskId);
    }

    [Theory]
    [InlineData(true, "this session")]
    [InlineData(false, "another process")]
    public async Task Who_waits_for_an_answer_under_way_is_told_so_and_told_when_it_has_come(bool own, string sender)
    {
        using EntryJournal first = Open();
        using EntryJournal second = Open();
        SubmitClaim mine = await ClaimAsync(first, "sea");
        ConcurrentQueue<string?> told = [];
        RetryNotice.Listener = (what, _) => told.Enqueue(what);

        Task<SubmitClaim> again = ClaimAsync(own ? first : second, "sea");
        await WaitUntilPolling();
        string? wait = Assert.Single(told);
        string at = ManualTime.Start.ToLocalTime().ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains($"(\"sea\") was sent by {sender} at {at} ", wait, StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromSeconds(1));
        await WaitUntilPolling();
        await AcceptAsync(first, mine, "task_1");
        await _time.RunUntil(again);

        Assert.Equal("task_1", (await again).Task!.TaskId);
        Assert.Equal([wait, null], told);
    }

    [Fact]
    public async Task A_row_whose_writer_is_refused_falls_to_the_one_who_waits()
    {
        using EntryJournal first = Open();
        using EntryJournal second = Open();
        SubmitClaim mine = await ClaimAsync(first, "sea");

        Task<SubmitClaim> theirs = ClaimAsync(second, "sea");
        await WaitUntilPolling();
        await first.RecordAnswerAsync(first.Entry(JournalEntryKind.Refused) with { Key = mine.IdempotencyKey });
        await _time.RunUntil(theirs);

        Assert.Equal(ClaimKind.New, (await theirs).Kind);
    }

    [Fact]
    public async Task A_writer_that_dies_while_one_waits_leaves_an_unknown_row()
    {
        EntryJournal first = Open();
        using EntryJournal second = Open();
        await ClaimAsync(first, "sea");

        Task<SubmitClaim> theirs = ClaimAsync(second, "sea");
        await WaitUntilPolling();
        first.Dispose();
        await _time.RunUntil(theirs);

        Assert.Equal(ClaimKind.Unknown, (await theirs).Kind);
    }

    [Fact]
    public async Task A_writer_that_lives_and_never_answers_is_not_waited_for_endlessly()
    {
        using EntryJournal first = Open();
        using EntryJournal second = Open();
        second.Patience = TimeSpan.FromSeconds(2);
        await ClaimAsync(first, "sea");

        Task<SubmitClaim> theirs = ClaimAsync(second, "sea");
        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => _time.RunUntil(theirs));

        Assert.Equal(ApimartErrorKind.OutcomeUnknown, fault.Kind);
        Assert.NotEmpty(fault.Advice);
    }

    [Fact]
    public async Task Many_claims_at_once_send_each_row_once()
    {
        using EntryJournal first = Open();
        using EntryJournal second = Open();

        int rows = Math.Max(12, _folder.Samples(40));
        Task<SubmitClaim>[] claims = Enumerable.Range(0, rows)
            .SelectMany(n => (EntryJournal[])[first, second], (n, journal) => ClaimAndAcceptAsync(journal, $"row {n}"))
            .ToArray();
        Task all = Task.WhenAll(claims);
        await _time.RunUntil(all);

        Assert.Equal(rows, claims.Count(claim => claim.Result.Kind == ClaimKind.New));
        Assert.Equal(rows, Count(JournalEntryKind.Intent));
        Assert.Equal(rows, second.Query(JournalQuery.All).Select(task => task.TaskId).Distinct().Count());
    }

    [Fact]
    public void Equal_rows_of_one_run_are_counted()
    {
        RowCounter counter = new();

        Assert.Equal([0, 0, 1, 2], new[] { "sea", "lake", "sea", "sea" }.Select(row => counter.Next(Rows.Row(row))));
    }

    private static async Task<SubmitClaim> ClaimAndAcceptAsync(EntryJournal journal, string prompt)
    {
        SubmitClaim claim = await ClaimAsync(journal, prompt);
        if (claim.Kind == ClaimKind.New)
        {
            await AcceptAsync(journal, claim, $"task of {prompt}");
        }

        return claim;
    }

    /// <summary>Until the waiting claim has looked once and sleeps on the clock.</summary>
    private async Task WaitUntilPolling()
    {
        while (_time.NextDue is null)
        {
            await Task.Delay(1);
        }
    }

    private int Count(string kind) =>
        _folder.Lines().Count(line => line.Contains($"\"e\":\"{kind}\"", StringComparison.Ordinal));

    private EntryJournal Open() => _folder.Open(time: _time);

    private static Task<SubmitClaim> ClaimAsync(
        EntryJournal journal,
        string prompt,
        string? job = "autumn",
        int occurrence = 0,
        bool retryUnknown = false) =>
        journal.ClaimAsync(Rows.Row(prompt), job, occurrence, retryUnknown, CancellationToken.None);

    private static Task AcceptAsync(EntryJournal journal, SubmitClaim claim, string taskId) =>
        journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Accepted) with { Key = claim.IdempotencyKey, TaskId = taskId });
}
