using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>Holds in a folder.</summary>
public sealed class NamedTaskTests() : NamedTaskSuite(new FolderHome());

/// <summary>Holds in a database.</summary>
public sealed class DatabaseNamedTaskTests() : NamedTaskSuite(new DatabaseHome());

/// <summary>An answer to a submit that names a task, whatever else it says: the id outweighs everything.</summary>
public abstract class NamedTaskSuite : IDisposable
{
    private const string Known = """{"code":200,"data":{"id":"task_A","status":"processing"}}""";
    private const string NotKnown = """{"error":{"code":404,"message":"no such task"}}""";

    private readonly JournalHome _folder;
    private readonly ImpatientTime _time = new();
    private readonly List<string> _warnings = [];

    private protected NamedTaskSuite(JournalHome folder)
    {
        _folder = folder;
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"code":400,"message":"bad","data":[{"task_id":"task_A"}]}""")]
    [InlineData("""{"success":false,"message":"bad","data":{"id":"task_A"}}""")]
    [InlineData("""{"error":{"code":402,"message":"bad"},"task_id":"task_A"}""")]
    [InlineData("""{"error":{"code":500,"message":"bad","task_id":"task_A"}}""")]
    [InlineData("""{"result":{"task":{"taskId":"task_A"}},"error":"bad"}""")]
    public async Task With_a_status_of_success_it_is_accepted_with_a_warning(string body)
    {
        using ScriptedServer server = new(ScriptedServer.Answer(200, body));

        Assert.Equal("task_A", (await SubmitAsync(server)).TaskId);

        Assert.Contains("bad", Assert.Single(_warnings), StringComparison.Ordinal);
        Assert.Equal(ApimartTaskStatus.Submitted, Recorded(server).Status);
        Assert.Equal("task_A", (await SubmitAsync(server)).TaskId);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task With_another_status_it_is_accepted_if_the_server_knows_it(int status)
    {
        using ScriptedServer server = new(ScriptedServer.Answer(status, """{"message":"bad","data":[{"task_id":"task_A"}]}"""), ScriptedServer.Answer(200, Known));

        Assert.Equal("task_A", (await SubmitAsync(server)).TaskId);

        Assert.Equal(("task_A", ApimartTaskStatus.Submitted), (Recorded(server).TaskId, Recorded(server).Status));
        Assert.Equal(1, Posts(server));
    }

    [Fact]
    public async Task With_another_status_it_is_unknown_until_the_server_knows_it()
    {
        using ScriptedServer server = new(
            ScriptedServer.Answer(400, """{"message":"bad","data":[{"task_id":"task_A"}]}"""),
            ScriptedServer.Answer(404, NotKnown),
            ScriptedServer.Answer(404, NotKnown),
            ScriptedServer.Answer(200, Known));

        ApimartException first = await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync(server));
        Assert.Equal(ApimartErrorKind.OutcomeUnknown, first.Kind);
        Assert.Equal(("task_A", ApimartTaskStatus.OutcomeUnknown), (Recorded(server).TaskId, Recorded(server).Status));
        ApimartException second = await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync(server));
        Assert.Equal(ApimartErrorKind.OutcomeUnknown, second.Kind);

        Assert.Equal("task_A", (await SubmitAsync(server)).TaskId);
        Assert.Equal(ApimartTaskStatus.Submitted, Recorded(server).Status);
        Assert.Equal(1, Posts(server));
    }

    [Fact]
    public async Task The_id_is_on_the_disk_before_the_task_is_asked_for()
    {
        using ScriptedServer server = new(ScriptedServer.Answer(400, """{"message":"bad","task_id":"task_A"}"""));

        // The server closes the connection instead of answering the look.
        await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync(server));

        Assert.Equal(("task_A", ApimartTaskStatus.OutcomeUnknown), (Recorded(server).TaskId, Recorded(server).Status));
    }

    [Fact]
    public async Task An_id_that_is_the_requests_own_is_none_of_a_task()
    {
        using ScriptedServer server = new(ScriptedServer.Answer(400, """{"id":"req_17","request_id":"req_17","error":{"code":"invalid_duration","message":"bad"}}"""));

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync(server));

        Assert.Equal(ApimartErrorKind.InvalidRequest, fault.Kind);
        Assert.Equal(ApimartTaskStatus.Refused, Recorded(server).Status);
    }

    [Fact]
    public async Task A_second_task_in_one_answer_is_told()
    {
        using ScriptedServer server = new(ScriptedServer.Answer(200, """{"data":[{"task_id":"task_A"},{"task_id":"task_B"}]}"""));

        Assert.Equal("task_A", (await SubmitAsync(server)).TaskId);

        Assert.Contains("task_B", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_was_not_executed_goes_again_with_its_key_and_bytes_in_a_later_run()
    {
        string[] limited = [.. Enumerable.Repeat(ScriptedServer.Answer(429, "{}"), 6)];
        using ScriptedServer server = new([.. limited, ScriptedServer.Answer(200, """{"task_id":"task_A"}""")]);
        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync(server));
        Assert.Equal(ApimartErrorKind.RateLimit, fault.Kind);
        Assert.Equal(ApimartTaskStatus.NotSent, Recorded(server).Status);

        Assert.Equal("task_A", (await SubmitAsync(server)).TaskId);

        Assert.Equal(7, server.Requests.Count);
        Assert.Single(server.Requests.Distinct());
    }

    [Fact]
    public async Task A_row_that_was_refused_goes_again_under_a_new_key()
    {
        using ScriptedServer server = new(ScriptedServer.Answer(402, "{}"), ScriptedServer.Answer(200, """{"task_id":"task_A"}"""));
        await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync(server));

        await SubmitAsync(server);

        Assert.Equal(2, server.Requests.Distinct().Count());
    }

    [Fact]
    public async Task A_wait_for_a_request_that_is_being_executed_leaves_the_row_unknown_when_it_is_cancelled()
    {
        using CancellationTokenSource stop = new();
        using ScriptedServer server = new(ScriptedServer.Answer(409, """{"error":{"code":"idempotency_in_progress","message":"wait"}}""", "Retry-After: 61"));
        using EntryJournal journal = Open(server);
        ManualTime time = new();
        using ApimartClient client = new(new ApimartClientOptions { ApiKey = "sk-test", BaseUri = server.Address, Journal = journal, TimeProvider = time });
        using ScriptedServer slow = new(ScriptedServer.Answer(409, """{"error":{"code":"idempotency_in_progress","message":"wait"}}""", "Retry-After: 30"));
        using ApimartClient waiting = new(new ApimartClientOptions { ApiKey = "sk-test", BaseUri = slow.Address, Journal = journal, TimeProvider = time });

        ApimartException tooLong = await Assert.ThrowsAsync<ApimartException>(() => client.SubmitAsync(Rows.Row("sea"), new SubmitOptions { JobName = "autumn" }));
        Task<ApimartTask> cancelled = waiting.SubmitAsync(Rows.Row("lake"), new SubmitOptions { JobName = "autumn" }, stop.Token);
        while (time.NextDue - time.GetUtcNow() != TimeSpan.FromSeconds(30))
        {
            await Task.Delay(1);
        }

        await stop.CancelAsync();
        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => cancelled);

        Assert.Equal((ApimartErrorKind.OutcomeUnknown, ApimartErrorKind.OutcomeUnknown), (tooLong.Kind, fault.Kind));
        Assert.Equal([ApimartTaskStatus.OutcomeUnknown, ApimartTaskStatus.OutcomeUnknown], journal.Query(JournalQuery.All).Select(row => row.Status));
    }

    private static int Posts(ScriptedServer server) => server.Requests.Count(request => request.StartsWith("POST", StringComparison.Ordinal));

    private EntryJournal Open(ScriptedServer server) => _folder.Open(server.Address, _time);

    private ApimartTask Recorded(ScriptedServer server) => Assert.Single(Open(server).Query(JournalQuery.All));

    /// <summary>One run of the line in a process of its own.</summary>
    private async Task<ApimartTask> SubmitAsync(ScriptedServer server)
    {
        using EntryJournal journal = Open(server);
        using ApimartClient client = new(new ApimartClientOptions
        {
            ApiKey = "sk-test",
            BaseUri = server.Address,
            Journal = journal,
            TimeProvider = _time,
            ReadTimeout = TimeSpan.FromHours(1),
        });
        return await client.SubmitAsync(Rows.Row("sea"), new SubmitOptions { JobName = "autumn", Warn = _warnings.Add });
    }
}
