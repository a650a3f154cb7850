using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>What a claim would come to is told without one: whoever asks what a line would cost sends nothing and writes nothing.</summary>
public sealed class ForesightTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, false, ClaimKind.New)]
    [InlineData(JournalEntryKind.Accepted, false, ClaimKind.Known)]
    [InlineData(JournalEntryKind.Unknown, false, ClaimKind.Unknown)]
    [InlineData(JournalEntryKind.Unknown, true, ClaimKind.Repeat)]
    [InlineData(JournalEntryKind.NotExecuted, false, ClaimKind.Again)]
    [InlineData(JournalEntryKind.Refused, false, ClaimKind.New)]
    internal async Task A_row_of_a_job_is_foreseen_as_it_would_be_claimed(string? answer, bool retryUnknown, ClaimKind kind)
    {
        using TaskJournal journal = Open();
        string? key = answer is null ? null : await SubmitAsync(journal, answer);
        string before = Text();

        (ClaimKind? Kind, ApimartTask? Task, string? Key) foreseen = journal.Foresee(Wanted(retryUnknown: retryUnknown));

        Assert.Equal((kind, key), (foreseen.Kind, foreseen.Key));
        Assert.Equal(answer is null ? null : "sea", foreseen.Task?.Prompt);
        Assert.Equal(answer == JournalEntryKind.Accepted ? "task_1" : string.Empty, foreseen.Task?.TaskId ?? string.Empty);
        Assert.Equal(before, Text());
        Assert.Equal(kind, (await journal.ClaimAsync(Wanted(retryUnknown: retryUnknown), CancellationToken.None)).Kind);
    }

    [Fact]
    public async Task A_row_that_another_session_is_sending_is_none_of_these()
    {
        using TaskJournal sender = Open();
        SubmitClaim sent = await sender.ClaimAsync(Wanted(), CancellationToken.None);
        using TaskJournal journal = Open();

        (ClaimKind? kind, ApimartTask? task, string? key) = journal.Foresee(Wanted());

        Assert.Equal((null, sent.IdempotencyKey, "sea"), (kind, key, task!.Prompt));
    }

    [Theory]
    [InlineData("no JSON", ApimartErrorKind.JournalDamaged)]
    [InlineData("""{"v":3,"e":"intent"}""", ApimartErrorKind.JournalUnavailable)]
    public void What_cannot_be_told_is_a_fault_for_a_row_of_a_job_and_none_for_one_outside(string line, ApimartErrorKind kind)
    {
        File.WriteAllText(_folder["journal.jsonl"], line + "\n");
        using TaskJournal journal = Open();

        Assert.Equal(kind, Assert.Throws<ApimartException>(() => journal.Foresee(Wanted())).Kind);
        Assert.Equal((ClaimKind.New, null, null), journal.Foresee(Wanted(job: null)));
    }

    [Fact]
    public void On_a_share_no_row_of_a_job_is_foreseen_since_none_would_be_sent()
    {
        using TaskJournal journal = Open();
        journal.Folder.Storage = new StorageProbe { IsWindows = false, Mounts = () => ["40 22 0:52 / / rw,relatime shared:41 - nfs4 nas:/export/home rw,vers=4.2"] };

        Assert.Equal(ApimartErrorKind.JournalShared, Assert.Throws<ApimartException>(() => journal.Foresee(Wanted())).Kind);
        Assert.Equal(ClaimKind.New, journal.Foresee(Wanted(job: null)).Kind);
    }

    [Fact]
    public async Task Outside_a_job_one_in_doubt_is_foreseen_only_where_it_is_to_be_repeated()
    {
        using TaskJournal journal = Open();
        string key = await SubmitAsync(journal, JournalEntryKind.Unknown, job: null);

        Assert.Equal((ClaimKind.New, null, null), journal.Foresee(Wanted(job: null)));
        Assert.Equal((ClaimKind.Repeat, key), (journal.Foresee(Wanted(job: null, retryUnknown: true)).Kind, journal.Foresee(Wanted(job: null, retryUnknown: true)).Key));
    }

    /// <summary>A row whose pictures have no links yet is not looked for a second time where nothing can make it one to be sent.</summary>
    [Theory]
    [InlineData(null, null, false, false, null)]
    [InlineData(JournalEntryKind.Accepted, null, false, false, ClaimKind.Known)]
    [InlineData(JournalEntryKind.Accepted, ApimartTaskStatus.Failed, false, false, ClaimKind.Known)]
    [InlineData(JournalEntryKind.Accepted, ApimartTaskStatus.Failed, false, true, null)]
    [InlineData(JournalEntryKind.Accepted, ApimartTaskStatus.Completed, false, true, ClaimKind.Known)]
    [InlineData(JournalEntryKind.Unknown, null, false, false, ClaimKind.Unknown)]
    [InlineData(JournalEntryKind.Unknown, null, true, false, null)]
    [InlineData(JournalEntryKind.Refused, null, false, false, null)]
    [InlineData(JournalEntryKind.NotExecuted, null, false, false, null)]
    internal async Task Only_what_no_later_entry_can_free_is_settled(string? answer, ApimartTaskStatus? ended, bool retryUnknown, bool retryFailed, ClaimKind? kind)
    {
        using TaskJournal journal = Open();
        string? key = answer is null ? null : await SubmitAsync(journal, answer);
        if (ended is { } status)
        {
            await journal.RecordAsync(new ApimartTask { TaskId = "task_1", Status = status });
        }

        SubmitClaim? settled = journal.FindSettled(Rows.Row("sea"), "autumn", 0, retryUnknown, retryFailed);

        Assert.Equal((kind, kind is null ? null : key), (settled?.Kind, settled?.IdempotencyKey));
        Assert.Equal(kind is null ? null : "sea", settled?.Task!.Prompt);
    }

    private TaskJournal Open() => TaskJournal.Open(_folder.Path);

    private string Text() => File.Exists(_folder["journal.jsonl"]) ? File.ReadAllText(_folder["journal.jsonl"]) : string.Empty;

    private static ClaimRequest Wanted(string? job = "autumn", bool retryUnknown = false) => new(Rows.Row("sea"), job, 0) { RetryUnknown = retryUnknown };

    private static async Task<string> SubmitAsync(TaskJournal journal, string answer, string? job = "autumn")
    {
        SubmitClaim claim = await journal.ClaimAsync(Wanted(job), CancellationToken.None);
        await journal.RecordAnswerAsync(journal.Entry(answer) with
        {
            Key = claim.IdempotencyKey,
            TaskId = answer == JournalEntryKind.Accepted ? "task_1" : null,
        });
        return claim.IdempotencyKey;
    }
}
