using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>Holds in a folder.</summary>
public sealed class SecondTaskTests() : SecondTaskSuite(new FolderHome());

/// <summary>Holds in a database.</summary>
public sealed class DatabaseSecondTaskTests() : SecondTaskSuite(new DatabaseHome());

/// <summary>An answer to a submit that names more than one task: each may be paid, so each is kept.</summary>
public abstract class SecondTaskSuite : IDisposable
{
    private readonly JournalHome _folder;
    private readonly List<string> _warnings = [];

    private protected SecondTaskSuite(JournalHome folder)
    {
        _folder = folder;
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(200, """{"code":200,"data":[{"task_id":"task_A"},{"task_id":"task_B"}]}""")]
    [InlineData(202, """{"data":{"id":"task_A","task_info":{"task_id":"task_B"}}}""")]
    [InlineData(200, """{"task_id":"task_A","data":{"id":"task_B"}}""")]
    [InlineData(200, """[{"task_id":"task_A"},{"task_id":"task_B"}]""")]
    public async Task Every_task_of_an_answer_is_in_the_journal_and_one_of_them_is_the_rows(int status, string body)
    {
        using ScriptedServer server = new(ScriptedServer.Answer(status, body));
        using EntryJournal journal = _folder.Open(server.Address);

        ApimartTask task = await SubmitAsync(server, journal);

        string[] all = [.. journal.Query(new JournalQuery()).Select(known => known.TaskId).Order()];
        Assert.Equal(["task_A", "task_B"], all);
        Assert.Contains(task.TaskId, all);
        ApimartTask other = journal.Find(all.Single(id => id != task.TaskId))!;
        Assert.Equal((ApimartTaskStatus.Submitted, Rows.Model, 0), (other.Status, other.Model, other.Progress));
        Assert.NotNull(other.CreatedAt);
        Assert.Contains(other.TaskId, Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_are_kept_too_where_the_status_speaks_against_them()
    {
        using ScriptedServer server = new(
            ScriptedServer.Answer(500, """{"error":{"message":"no"},"data":[{"task_id":"task_A"},{"task_id":"task_B"}]}"""),
            ScriptedServer.Answer(404, """{"error":{"message":"no such task"}}"""));
        using EntryJournal journal = _folder.Open(server.Address);

        await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync(server, journal));

        Assert.Equal(["task_A", "task_B"], journal.Query(new JournalQuery()).Select(known => known.TaskId).Order());
    }

    /// <summary>An answer whose write failed at its end is written once more, and one in doubt may have named it before.</summary>
    [Theory]
    [InlineData("task_A", "task_B", "task_B")]
    [InlineData("task_A", "task_B", "task_A")]
    [InlineData("task_B?", "task_A", "task_B")]
    public async Task One_that_is_told_of_twice_takes_nothing_from_the_first(params string[] answers)
    {
        using EntryJournal journal = _folder.Open();
        SubmitClaim claim = await journal.ClaimAsync(Rows.Row("sea"), "autumn", 0, retryUnknown: false, CancellationToken.None);
        foreach (string answer in answers)
        {
            string kind = answer.EndsWith('?') ? JournalEntryKind.Unknown : JournalEntryKind.Accepted;
            await journal.RecordAnswerAsync(journal.Entry(kind) with { Key = claim.IdempotencyKey, TaskId = answer.TrimEnd('?') });
        }

        Assert.Equal(["task_A", "task_B"], journal.Query(JournalQuery.All).Select(task => task.TaskId));
        Assert.All((string[])["task_A", "task_B"], id => Assert.Equal(id, journal.Find(id)?.TaskId));
    }

    [Fact]
    public async Task One_that_has_ended_meanwhile_does_not_begin_anew()
    {
        using ScriptedServer server = new(ScriptedServer.Answer(200, """{"data":[{"task_id":"task_A"},{"task_id":"task_B"}]}"""));
        using EntryJournal journal = _folder.Open(server.Address);
        await journal.RecordAsync(new ApimartTask { TaskId = "task_B", Status = ApimartTaskStatus.Completed });

        await SubmitAsync(server, journal);

        Assert.Equal(ApimartTaskStatus.Completed, journal.Find("task_B")!.Status);
    }

    private async Task<ApimartTask> SubmitAsync(ScriptedServer server, EntryJournal journal)
    {
        using ApimartClient client = new(new ApimartClientOptions
        {
            ApiKey = "sk-test",
            BaseUri = server.Address,
            Journal = journal,
            TimeProvider = new ImpatientTime(),
            ReadTimeout = TimeSpan.FromHours(1),
            SubmitTimeout = TimeSpan.FromHours(1),
        });
        return await client.SubmitAsync(Rows.Row("sea"), new SubmitOptions { JobName = "autumn", Warn = _warnings.Add });
    }
}
