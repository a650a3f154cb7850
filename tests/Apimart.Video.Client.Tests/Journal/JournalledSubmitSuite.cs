using System.Net;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Simulator;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>Holds in a folder.</summary>
public sealed class JournalledSubmitTests() : JournalledSubmitSuite(new FolderHome());

/// <summary>Holds in a database.</summary>
public sealed class DatabaseJournalledSubmitTests() : JournalledSubmitSuite(new DatabaseHome());

public abstract class JournalledSubmitSuite : IAsyncDisposable
{
    private readonly JournalHome _folder;
    private readonly ImpatientTime _time = new();
    private readonly SimulatorServer _simulator = SimulatorServer.Start();
    private readonly List<string> _warnings = [];

    private protected JournalledSubmitSuite(JournalHome folder)
    {
        _folder = folder;
    }

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_intent_is_on_the_disk_when_the_request_leaves_and_the_task_is_when_it_is_handed_on()
    {
        using EntryJournal journal = Open();
        string atSend = string.Empty;
        using ApimartClient client = Client(journal, new Before(() => atSend = string.Join('\n', _folder.Lines())));

        ApimartTask task = await client.SubmitAsync(Rows.Row("sea"), new SubmitOptions { JobName = "autumn" });

        Assert.Contains("\"e\":\"intent\"", atSend, StringComparison.Ordinal);
        Assert.Contains(task.IdempotencyKey!, atSend, StringComparison.Ordinal);
        Assert.DoesNotContain("accepted", atSend, StringComparison.Ordinal);
        Assert.Equal(task.TaskId, Open().Find(task.TaskId)!.TaskId);
    }

    [Fact]
    public async Task A_key_that_the_server_repeats_in_its_answer_is_not_recorded()
    {
        using EntryJournal journal = Open();
        using ApimartClient client = Client(journal, new Answer(
            HttpStatusCode.Unauthorized, $"{{\"error\":{{\"message\":\"Bad key {_simulator.ApiKey}\"}}}}"));

        await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync(client, "sea"));

        string text = string.Join('\n', _folder.Lines());
        Assert.Contains("Bad key ***", text, StringComparison.Ordinal);
        Assert.DoesNotContain(_simulator.ApiKey, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_api_key_is_never_in_the_journal()
    {
        using EntryJournal journal = Open();
        using ApimartClient client = Client(journal);
        _simulator.Inject("submit:unauthorized");
        await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync(client, "sea"));
        await SubmitAsync(client, "sea");

        Assert.DoesNotContain(_simulator.ApiKey, string.Join('\n', _folder.Lines()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_stops_a_submit_before_it_is_sent()
    {
        using EntryJournal journal = Open();
        using ApimartClient client = Client(journal);
        _folder.Break(journal);

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync(client, "sea"));

        Assert.Equal(ApimartErrorKind.JournalUnavailable, fault.Kind);
        Assert.Equal(0, _simulator.Requests.Submits);
    }

    [Fact]
    public async Task A_task_whose_acceptance_cannot_be_recorded_is_handed_on_with_a_warning_and_recorded_later()
    {
        using EntryJournal journal = Open();
        using ApimartClient client = Client(journal, new Before(() => _folder.Break(journal)));

        ApimartTask task = await SubmitAsync(client, "sea");

        Assert.Contains(task.TaskId, Assert.Single(_warnings), StringComparison.Ordinal);
        _folder.Mend(journal);
        using ApimartClient later = Client(journal);
        Assert.Equal(task.TaskId, (await SubmitAsync(later, "sea")).TaskId);
        Assert.Equal(1, _simulator.Bill.Count);
    }

    [Fact]
    public async Task A_stopped_pipeline_does_not_call_back_what_was_sent()
    {
        using CancellationTokenSource stop = new();
        using EntryJournal journal = Open();
        using ApimartClient client = Client(journal, new Before(stop.Cancel));

        ApimartTask task = await client.SubmitAsync(Rows.Row("sea"), new SubmitOptions { JobName = "autumn" }, stop.Token);

        Assert.Equal(task.TaskId, Assert.Single(_simulator.Bill).TaskId);
        Assert.NotNull(journal.Find(task.TaskId));
    }

    [Fact]
    public async Task A_pipeline_that_is_stopped_between_two_attempts_leaves_the_row_free()
    {
        _simulator.Inject("submit:status=429:retry-after=7");
        using CancellationTokenSource stop = new();
        using EntryJournal journal = Open();
        using (ApimartClient client = Client(journal, new Before(stop.Cancel)))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => client.SubmitAsync(Rows.Row("sea"), new SubmitOptions { JobName = "autumn" }, stop.Token));
        }

        using ApimartClient again = Client(journal);
        await SubmitAsync(again, "sea");
        Assert.Equal(1, _simulator.Bill.Count);
    }

    [Fact]
    public async Task A_stopped_pipeline_claims_nothing_more()
    {
        using EntryJournal journal = Open();
        using ApimartClient client = Client(journal);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.SubmitAsync(Rows.Row("sea"), new SubmitOptions { JobName = "autumn" }, new CancellationToken(canceled: true)));

        Assert.Empty(_folder.Lines());
    }

    [Fact]
    public async Task Without_a_journal_a_submit_is_just_sent()
    {
        using ApimartClient client = Client(journal: null);

        ApimartTask task = await SubmitAsync(client, "sea");

        Assert.Equal(task.IdempotencyKey, Assert.Single(_simulator.Bill).IdempotencyKey);
    }

    private EntryJournal Open() => _folder.Open(_simulator.BaseUri, _time);

    private ApimartClient Client(EntryJournal? journal, HttpMessageHandler? handler = null) => new(new ApimartClientOptions
    {
        ApiKey = _simulator.ApiKey,
        BaseUri = _simulator.BaseUri,
        TimeProvider = _time,
        Journal = journal,
        Handler = handler,
    });

    private Task<ApimartTask> SubmitAsync(ApimartClient client, string prompt) =>
        client.SubmitAsync(Rows.Row(prompt), new SubmitOptions { JobName = "autumn", Warn = _warnings.Add });

    /// <summary>Does something at the moment at which a request is about to leave.</summary>
    private sealed class Before(Action action) : DelegatingHandler(ApiTransport.CreateHandler(proxy: null))
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            action();
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Answer(HttpStatusCode status, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });
    }
}
