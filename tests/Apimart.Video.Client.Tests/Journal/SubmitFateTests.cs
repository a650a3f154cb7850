using System.Net;
using Apimart.Video.Account;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Models.Rows;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>What is sent of a row, and what is kept of what came of it: the journal's word decides whether it is sent, and paid for, again.</summary>
public sealed class SubmitFateTests : IDisposable
{
    private const string InProgress = """{"error":{"code":"idempotency_in_progress","message":"wait"}}""";

    private static readonly (string Name, Exception Fault, string Kind)[] s_faults =
    [
        ("stopped between two attempts", new OperationCanceledException(), JournalEntryKind.NotExecuted),
        ("over the limit of the spend", new CostRefusedException(CostRefusal.MaxCostReached, "no", "none"), JournalEntryKind.NotExecuted),
        ("not sent", new ApimartException(ApimartErrorKind.NotSent, "no") { IsNotSent = true }, JournalEntryKind.NotExecuted),
        ("429", Of(ApimartErrorKind.RateLimit, 429), JournalEntryKind.NotExecuted),
        ("400", Of(ApimartErrorKind.InvalidRequest, 400), JournalEntryKind.Refused),
        ("402", Of(ApimartErrorKind.Payment, 402), JournalEntryKind.Refused),
        ("409 in progress", Of(ApimartErrorKind.Conflict, 409, "idempotency_in_progress"), JournalEntryKind.Unknown),
        ("500", Of(ApimartErrorKind.Server, 500), JournalEntryKind.Unknown),
        ("no answer", new ApimartException(ApimartErrorKind.Timeout, "no"), JournalEntryKind.Unknown),
        ("in doubt", Of(ApimartErrorKind.OutcomeUnknown, 400), JournalEntryKind.Unknown),
        ("a fault of the code", new InvalidOperationException("no"), JournalEntryKind.Unknown),
    ];

    private readonly FolderHome _folder = new();
    private readonly List<string> _warnings = [];

    public static TheoryData<string> Names => [.. s_faults.Select(one => one.Name)];

    public void Dispose() => _folder.Dispose();

    /// <summary>Of a repetition nothing is proved but that the first request may have been accepted.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_kept_of_a_fault_is_what_it_proves(string name)
    {
        (_, Exception fault, string kind) = s_faults.Single(one => one.Name == name);
        using EntryJournal journal = _folder.Open();

        JournalEntry entry = NotAccepted(journal, ClaimKind.New, fault);

        Assert.Equal((kind, "key", (fault as ApimartException)?.Code, fault.Message), (entry.Kind, entry.Key, entry.Code, entry.Message));
        Assert.Equal(JournalEntryKind.Unknown, NotAccepted(journal, ClaimKind.Repeat, fault).Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_task_knows_the_row_that_it_comes_from(bool withJournal)
    {
        using ScriptedServer server = new(ScriptedServer.Answer(200, """{"task_id":"task_A"}"""));
        SubmitOptions options = new() { JobName = "autumn", Take = 2, Occurrence = 1 };

        ApimartTask task = await SubmitAsync(server, options, withJournal);

        Apimart.Video.Models.PreparedRequest row = Rows.Row("sea");
        Assert.Equal(
            ("task_A", Rows.Model, "sea", "autumn", 2, 1, row.Digest, row.Canonical, Environment.MachineName),
            (task.TaskId, task.Model, task.Prompt, task.JobName, task.Take, task.Occurrence, task.Digest, task.Request, task.Machine));
        Assert.NotNull(task.CreatedAt);
        Assert.NotNull(task.IdempotencyKey);
        if (withJournal)
        {
            ApimartTask kept = Assert.Single(_folder.Open(server.Address).Query(JournalQuery.All));
            Assert.Equal(
                (task.TaskId, task.IdempotencyKey, task.Take, task.Prompt, task.CreatedAt?.ToUnixTimeSeconds()),
                (kept.TaskId, kept.IdempotencyKey, kept.Take, kept.Prompt, kept.CreatedAt?.ToUnixTimeSeconds()));
        }
    }

    /// <summary>Once the server said that it executes the request, no later answer proves that it did not.</summary>
    [Theory]
    [InlineData(400, "{}")]
    [InlineData(402, "{}")]
    [InlineData(429, "{}")]
    [InlineData(409, """{"error":{"code":"idempotency_result_indeterminate","message":"no"}}""")]
    public async Task What_follows_on_a_request_in_progress_leaves_it_unknown(int status, string body)
    {
        using ScriptedServer server = new([ScriptedServer.Answer(409, InProgress), .. Enumerable.Repeat(ScriptedServer.Answer(status, body), 5)]);

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync(server, new SubmitOptions { JobName = "autumn" }));

        Assert.Equal(ApimartErrorKind.OutcomeUnknown, fault.Kind);
        Assert.Equal(ApimartTaskStatus.OutcomeUnknown, Assert.Single(_folder.Open(server.Address).Query(JournalQuery.All)).Status);
        Assert.Single(server.Requests.Distinct());
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    public async Task Without_a_journal_too_a_task_beside_a_fault_is_asked_for(int known)
    {
        using ScriptedServer server = new(
            ScriptedServer.Answer(500, """{"message":"bad","task_id":"task_A"}"""),
            ScriptedServer.Answer(known, known == 200 ? """{"data":{"id":"task_A","status":"processing"}}""" : """{"error":{"code":404,"message":"no such task"}}"""));

        Task<ApimartTask> submit = SubmitAsync(server, new SubmitOptions { Warn = _warnings.Add }, withJournal: false);

        if (known == 200)
        {
            Assert.Equal("task_A", (await submit).TaskId);
            Assert.Contains("bad", Assert.Single(_warnings), StringComparison.Ordinal);
        }
        else
        {
            ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => submit);
            Assert.Equal(ApimartErrorKind.OutcomeUnknown, fault.Kind);
            Assert.Contains("task_A", fault.Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData("""{"id":"req_17"}""", "req_17")]
    [InlineData("""{"data":{"task_id":"task_A"},"id":"req_17"}""", "task_A")]
    public async Task An_answer_without_a_fault_names_a_task_wherever_an_id_is(string body, string id)
    {
        using ScriptedServer server = new(ScriptedServer.Answer(200, body));

        Assert.Equal(id, (await SubmitAsync(server, new SubmitOptions { Warn = _warnings.Add })).TaskId);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void What_an_earlier_run_was_told_is_told_again()
    {
        ApimartTask row = new() { TaskId = "", Status = ApimartTaskStatus.OutcomeUnknown, Error = new TaskFault("bad_gateway", "The gateway broke.") };

        Assert.Contains("The gateway broke.", SubmitErrors.StillUnknown(row).Message, StringComparison.Ordinal);
        Assert.Equal("bad_gateway", SubmitErrors.StillUnknown(row).Code);
        Assert.Contains("no answer was recorded", SubmitErrors.StillUnknown(null).Message, StringComparison.Ordinal);
        Assert.Equal(ApimartErrorKind.OutcomeUnknown, SubmitErrors.StillUnknown(null).Kind);
    }

    private static JournalEntry NotAccepted(EntryJournal journal, ClaimKind kind, Exception fault)
    {
        SubmitClaim claim = Claim(kind);
        return claim.NotAccepted(journal, JournalledSubmit.KindOf(claim, fault), fault);
    }

    private static SubmitClaim Claim(ClaimKind kind) => new(kind, "key", "v1/videos/generations", ReadOnlyMemory<byte>.Empty, null);

    private static ApimartException Of(ApimartErrorKind kind, int status, string? code = null) =>
        new(kind, "no") { StatusCode = (HttpStatusCode)status, Code = code };

    private async Task<ApimartTask> SubmitAsync(ScriptedServer server, SubmitOptions options, bool withJournal = true)
    {
        ImpatientTime time = new();
        using EntryJournal? journal = withJournal ? _folder.Open(server.Address, time) : null;
        using ApimartClient client = new(new ApimartClientOptions
        {
            ApiKey = "sk-test",
            BaseUri = server.Address,
            Journal = journal,
            TimeProvider = time,
            ReadTimeout = TimeSpan.FromHours(1),
        });
        return await client.SubmitAsync(Rows.Row("sea"), options);
    }
}
