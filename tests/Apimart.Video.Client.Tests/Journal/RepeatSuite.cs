using System.Text;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>Holds in a folder.</summary>
public sealed class RepeatTests() : RepeatSuite(new FolderHome());

/// <summary>Holds in a database.</summary>
public sealed class DatabaseRepeatTests() : RepeatSuite(new DatabaseHome());

/// <summary>Which row may be sent a second time, and as what.</summary>
public abstract class RepeatSuite : IDisposable
{
    private readonly JournalHome _folder;
    private readonly ManualTime _time = new();

    private protected RepeatSuite(JournalHome folder)
    {
        _folder = folder;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The server holds a key against the bytes that came with it first.</summary>
    [Theory]
    [InlineData(JournalEntryKind.NotExecuted, PreparedRequest.GenerationRoute)]
    [InlineData(JournalEntryKind.Unknown, PreparedRequest.GenerationRoute)]
    [InlineData(JournalEntryKind.Unknown, "v1/videos/task_1/extend")]
    public async Task It_goes_again_with_its_key_as_it_went_first_whatever_the_same_row_would_be_sent_as_now(string answer, string route)
    {
        PreparedRequest now = Sent(Rows.Row("sea").Body);
        byte[] before = Encoding.UTF8.GetBytes("""{ "prompt" : "sea" }""");
        PreparedRequest first = Sent(before);
        using EntryJournal journal = Open();
        SubmitClaim sent = await ClaimAsync(journal, first);
        await AnswerAsync(journal, sent, answer);

        SubmitClaim again = await ClaimAsync(journal, now, retryUnknown: true);

        Assert.Equal((sent.IdempotencyKey, route, route), (again.IdempotencyKey, sent.Route, again.Route));
        Assert.Equal(before, again.Body.ToArray());

        PreparedRequest Sent(ReadOnlyMemory<byte> body) => new()
        {
            Model = Rows.Model,
            Prompt = "sea",
            Body = body,
            Canonical = Rows.Row("sea").Canonical,
            Route = route,
            Warnings = [],
        };
    }

    [Fact]
    public async Task Outside_a_job_one_in_doubt_is_repeated_whether_that_was_recorded_or_its_sender_died()
    {
        SubmitClaim recorded;
        SubmitClaim unanswered;
        using (EntryJournal first = Open())
        {
            recorded = await ClaimAsync(first, Rows.Row("sea"), job: null);
            await AnswerAsync(first, recorded, JournalEntryKind.Unknown);
            unanswered = await ClaimAsync(first, Rows.Row("lake"), job: null);
        }

        using EntryJournal second = Open();
        Assert.Equal(recorded.IdempotencyKey, (await ClaimAsync(second, Rows.Row("sea"), job: null, retryUnknown: true)).IdempotencyKey);
        Assert.Equal(unanswered.IdempotencyKey, (await ClaimAsync(second, Rows.Row("lake"), job: null, retryUnknown: true)).IdempotencyKey);
    }

    [Theory]
    [InlineData(null, "lake", JournalEntryKind.Unknown)]
    [InlineData("autumn", "sea", JournalEntryKind.Unknown)]
    [InlineData(null, "sea", JournalEntryKind.Accepted)]
    [InlineData(null, "sea", JournalEntryKind.Refused)]
    [InlineData(null, "sea", null)]
    public async Task Outside_a_job_no_other_is_taken_for_it(string? job, string prompt, string? answer)
    {
        using EntryJournal other = Open();
        SubmitClaim sent = await ClaimAsync(other, Rows.Row(prompt), job);
        if (answer is not null)
        {
            await AnswerAsync(other, sent, answer);
            other.Dispose();
        }

        using EntryJournal journal = Open();
        Assert.Equal(ClaimKind.New, (await ClaimAsync(journal, Rows.Row("sea"), job: null, retryUnknown: true)).Kind);
    }

    [Fact]
    public async Task Outside_a_job_one_in_doubt_stands_in_the_way_of_none()
    {
        using EntryJournal journal = Open();
        SubmitClaim first = await ClaimAsync(journal, Rows.Row("sea"), job: null);
        await AnswerAsync(journal, first, JournalEntryKind.Unknown);
        Assert.Empty(journal.JobNames());

        SubmitClaim second = await ClaimAsync(journal, Rows.Row("sea"), job: null);

        Assert.Equal(ClaimKind.New, second.Kind);
        Assert.NotEqual(first.IdempotencyKey, second.IdempotencyKey);
    }

    [Fact]
    public async Task Outside_a_job_one_that_a_simulator_left_in_doubt_is_not_sent_to_the_api()
    {
        using EntryJournal simulated = _folder.Open(new Uri("http://127.0.0.1:5000"), _time);
        await AnswerAsync(simulated, await ClaimAsync(simulated, Rows.Row("sea"), job: null), JournalEntryKind.Unknown);

        using EntryJournal journal = Open();
        Assert.Equal(ClaimKind.New, (await ClaimAsync(journal, Rows.Row("sea"), job: null, retryUnknown: true)).Kind);
    }

    [Theory]
    [InlineData(ApimartTaskStatus.Failed, true, true)]
    [InlineData(ApimartTaskStatus.Cancelled, true, true)]
    [InlineData(ApimartTaskStatus.Expired, true, true)]
    [InlineData(ApimartTaskStatus.Failed, false, false)]
    [InlineData(ApimartTaskStatus.Completed, true, false)]
    [InlineData(ApimartTaskStatus.Submitted, true, false)]
    public async Task Only_one_that_ended_without_a_video_is_made_anew_and_only_on_request(ApimartTaskStatus ended, bool retryFailed, bool isNew)
    {
        using EntryJournal journal = Open();
        SubmitClaim first = await ClaimAsync(journal, Rows.Row("sea"));
        await AnswerAsync(journal, first, JournalEntryKind.Accepted);
        await journal.RecordAsync(new ApimartTask { TaskId = "task_1", Status = ended });

        SubmitClaim second = await ClaimAsync(journal, Rows.Row("sea"), retryFailed: retryFailed);

        Assert.Equal(isNew ? ClaimKind.New : ClaimKind.Known, second.Kind);
        Assert.Equal(isNew, second.IdempotencyKey != first.IdempotencyKey);
    }

    [Fact]
    public async Task What_became_of_one_whose_sender_died_is_written_down_with_the_reason_and_once()
    {
        using (EntryJournal first = Open())
        {
            await ClaimAsync(first, Rows.Row("sea"));
        }

        using EntryJournal second = Open();
        await ClaimAsync(second, Rows.Row("sea"));
        await ClaimAsync(second, Rows.Row("sea"));

        JournalEntry written = JournalTasks.Parse(Encoding.UTF8.GetBytes(_folder.Lines()[^1]))!;
        Assert.Equal((2, JournalEntryKind.Unknown, JournalErrors.WriterDied), (_folder.Lines().Count, written.Kind, written.Message));
    }

    private EntryJournal Open() => _folder.Open(time: _time);

    private static Task<SubmitClaim> ClaimAsync(
        EntryJournal journal,
        PreparedRequest request,
        string? job = "autumn",
        bool retryUnknown = false,
        bool retryFailed = false) =>
        journal.ClaimAsync(request, job, 0, retryUnknown, CancellationToken.None, retryFailed);

    private static Task AnswerAsync(EntryJournal journal, SubmitClaim claim, string kind) => journal.RecordAnswerAsync(journal.Entry(kind) with
    {
        Key = claim.IdempotencyKey,
        TaskId = kind == JournalEntryKind.Accepted ? "task_1" : null,
    });
}
