using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Simulator;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>Holds in a folder.</summary>
public sealed class SubmitFaultTests() : SubmitFaultSuite(new FolderHome());

/// <summary>Holds in a database.</summary>
public sealed class DatabaseSubmitFaultTests() : SubmitFaultSuite(new DatabaseHome());

/// <summary>Each fault of a submit at a real socket: what was sent, what was billed, what the user saw, what the next run does.</summary>
public abstract class SubmitFaultSuite : IAsyncDisposable
{
    private const string Unknown = nameof(ApimartErrorKind.OutcomeUnknown);
    private const string Accepted = "accepted";
    private const string None = "none";

    private readonly JournalHome _folder;
    private readonly ImpatientTime _time = new();
    private readonly SimulatorServer _simulator = SimulatorServer.Start();
    private string _errorId = None;

    public static TheoryData<string, string, int, int, string> Documented
    {
        get
        {
            TheoryData<string, string, int, int, string> rows = [];
            foreach (string[] row in DocumentTable.Read("errors.md", "Fault of a submit"))
            {
                rows.Add(row[0], row[1], Number(row[2]), Number(row[3]), row[4]);
            }

            return rows;
        }
    }

    private protected SubmitFaultSuite(JournalHome folder)
    {
        _folder = folder;
    }

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("submit:status=429:2", 3, 1, Accepted)]
    [InlineData("submit:status=429:retry-after=7:2", 3, 1, Accepted)]
    [InlineData("submit:status=503:retry-after=7:2", 3, 1, Accepted)]
    [InlineData("submit:status=503:code=idempotency_unavailable:2", 3, 1, Accepted)]
    [InlineData("submit:status=409:code=idempotency_in_progress:retry-after=3:2", 3, 1, Accepted)]
    [InlineData("submit:slow=2000", 1, 1, Accepted)]
    [InlineData("submit:status=429:always", 6, 0, nameof(ApimartErrorKind.RateLimit))]
    [InlineData("submit:status=429:retry-after=3600", 1, 0, nameof(ApimartErrorKind.RateLimit))]
    [InlineData("submit:status=503:retry-after=7:always", 6, 0, nameof(ApimartErrorKind.Server))]
    [InlineData("submit:status=400:code=invalid_duration", 1, 0, nameof(ApimartErrorKind.InvalidRequest))]
    [InlineData("submit:unauthorized", 1, 0, nameof(ApimartErrorKind.Authentication))]
    [InlineData("submit:status=402", 1, 0, nameof(ApimartErrorKind.Payment))]
    [InlineData("submit:status=403", 1, 0, nameof(ApimartErrorKind.Permission))]
    [InlineData("submit:status=404", 1, 0, nameof(ApimartErrorKind.WrongAddress))]
    [InlineData("submit:status=413", 1, 0, nameof(ApimartErrorKind.InvalidRequest))]
    [InlineData("submit:status=422", 1, 0, nameof(ApimartErrorKind.InvalidRequest))]
    [InlineData("submit:redirect=http://127.0.0.1/", 1, 0, Unknown)]
    [InlineData("submit:status=409:code=idempotency_key_reused", 1, 0, Unknown)]
    [InlineData("submit:status=409:code=idempotency_result_indeterminate", 1, 0, Unknown)]
    [InlineData("submit:status=409:code=idempotency_in_progress:always", 6, 0, Unknown)]
    [InlineData("submit:status=408", 1, 0, Unknown)]
    [InlineData("submit:status=500", 1, 0, Unknown)]
    [InlineData("submit:status=500:code=idempotency_unavailable", 1, 0, Unknown)]
    [InlineData("submit:status=502", 1, 0, Unknown)]
    [InlineData("submit:status=503", 1, 0, Unknown)]
    [InlineData("submit:status=504", 1, 0, Unknown)]
    [InlineData("submit:status-after-accept=500", 1, 1, Unknown)]
    [InlineData("submit:status-after-accept=502", 1, 1, Unknown)]
    [InlineData("submit:reset-before-accept", 1, 0, Unknown)]
    [InlineData("submit:reset-after-accept", 1, 1, Unknown)]
    [InlineData("submit:hang-before-accept", 1, 0, Unknown)]
    [InlineData("submit:hang-after-accept", 1, 1, Unknown)]
    [InlineData("submit:garbage", 1, 1, Unknown)]
    [InlineData("submit:html", 1, 1, Unknown)]
    [InlineData("submit:empty", 1, 1, Unknown)]
    [InlineData("submit:no-task-id", 1, 1, Unknown)]
    [InlineData("submit:wrong-content-length", 1, 1, Accepted)]
    [InlineData("submit:cut-body", 1, 1, Unknown)]
    [InlineData("submit:reset-body", 1, 1, Unknown)]
    [InlineData("submit:stall-body", 1, 1, Unknown)]
    public async Task A_fault_is_retried_reported_or_left_open(string fault, int submits, int billed, string outcome)
    {
        _simulator.Inject(fault);

        string seen = await SubmitAsync(billedBeforeDeadline: fault.Contains("hang") || fault.Contains("stall") ? billed : null);

        Assert.Equal(outcome, seen);
        Assert.Equal(submits, _simulator.Requests.Submits);
        Assert.Equal(billed, _simulator.Bill.Count);
        await The_same_line_again_sends_only_what_was_surely_not_accepted(outcome, submits, billed);
    }

    [Theory]
    [MemberData(nameof(Documented))]
    public async Task What_the_page_says_of_a_fault_is_what_happens(string fault, string error, int posts, int billed, string again)
    {
        _simulator.Inject(fault);

        string seen = await SubmitAsync(billedBeforeDeadline: fault.Contains("hang") || fault.Contains("stall") ? billed : null);

        Assert.Equal((error, posts, billed), (_errorId, _simulator.Requests.Submits, _simulator.Bill.Count));
        Assert.Equal(seen is Accepted or Unknown ? "sends nothing" : "sends it", again);
        await The_same_line_again_sends_only_what_was_surely_not_accepted(seen, posts, billed);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_tried_again_and_then_reported_as_out_of_reach()
    {
        await _simulator.GoOfflineAsync();
        Assert.Equal(nameof(ApimartErrorKind.NotSent), await SubmitAsync());
        Assert.Equal(5, _time.Waits.Count);

        _simulator.GoOnline();
        await The_same_line_again_sends_only_what_was_surely_not_accepted(nameof(ApimartErrorKind.NotSent), 0, 0);
    }

    [Fact]
    public async Task A_connection_that_is_reset_as_it_opens_never_makes_a_second_bill()
    {
        _simulator.Inject("submit:refuse");

        // Whether the reset is met while connecting (nothing can have left) or while sending is up to the system.
        string seen = await SubmitAsync();

        Assert.Contains(seen, new[] { Accepted, Unknown });
        Assert.Equal(Accepted, await SubmitAsync(retryUnknown: seen == Unknown));
        Assert.Equal(1, _simulator.Bill.Count);
    }

    [Fact]
    public async Task Retry_after_is_kept_to()
    {
        _simulator.Inject("submit:status=429:retry-after=7:2");

        await SubmitAsync();

        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7)], _time.Waits);
    }

    [Theory]
    [InlineData("submit:status=402", nameof(ApimartErrorKind.Payment))]
    [InlineData("submit:status=429:always", nameof(ApimartErrorKind.RateLimit))]
    [InlineData("submit:unauthorized", nameof(ApimartErrorKind.Authentication))]
    public async Task A_repetition_that_is_refused_leaves_the_first_request_unknown(string fault, string seen)
    {
        _simulator.Inject("submit:reset-after-accept");
        await SubmitAsync();
        _simulator.Inject(fault);

        Assert.Equal(seen, await SubmitAsync(retryUnknown: true));
        Assert.Equal(Unknown, await SubmitAsync());
        Assert.Equal(1, _simulator.Bill.Count);
    }

    [Fact]
    public async Task A_replayed_answer_is_recorded_as_one()
    {
        _simulator.Inject("submit:reset-after-accept");
        await SubmitAsync();

        await SubmitAsync(retryUnknown: true);

        Assert.Contains(_folder.Lines(), line => line.Contains("\"replayed\":true", StringComparison.Ordinal));
    }

    private async Task The_same_line_again_sends_only_what_was_surely_not_accepted(string outcome, int submits, int billed)
    {
        _simulator.ClearFaults();
        if (outcome == Unknown)
        {
            Assert.Equal(Unknown, await SubmitAsync());
            Assert.Equal(submits, _simulator.Requests.Submits);
            Assert.Equal(Accepted, await SubmitAsync(retryUnknown: true));
            Assert.Single(Bodies().Distinct());
            Assert.Equal(1, _simulator.Bill.Count);
        }
        else
        {
            Assert.Equal(Accepted, await SubmitAsync());
            Assert.Equal(1, _simulator.Bill.Count);
            Assert.Equal(billed == 1 ? submits : submits + 1, _simulator.Requests.Submits);
        }

        Assert.Equal(ApimartTaskStatus.Submitted, Assert.Single(JournalTasks()).Status);
    }

    /// <summary>One run of the line in a process of its own.</summary>
    private async Task<string> SubmitAsync(bool retryUnknown = false, int? billedBeforeDeadline = null)
    {
        using EntryJournal journal = _folder.Open(_simulator.BaseUri, _time);
        using ApimartClient client = new(new ApimartClientOptions
        {
            ApiKey = _simulator.ApiKey,
            BaseUri = _simulator.BaseUri,
            TimeProvider = _time,
            Journal = journal,
        });
        Task<ApimartTask> submit = client.SubmitAsync(
            Rows.Row("sea"), new SubmitOptions { JobName = "autumn", RetryUnknown = retryUnknown });
        while (billedBeforeDeadline is not null && !submit.IsCompleted)
        {
            await Task.Delay(1);
            if (_simulator.Requests.Submits == 1 && _simulator.Bill.Count == billedBeforeDeadline)
            {
                _time.ExpireDeadlines();
            }
        }

        try
        {
            await submit;
            return Accepted;
        }
        catch (ApimartException fault)
        {
            Assert.NotEmpty(fault.Advice);
            _errorId = ApiWords.IdOf(fault);
            return fault.Kind.ToString();
        }
    }

    private static int Number(string cell) => int.Parse(cell, System.Globalization.CultureInfo.InvariantCulture);

    private IEnumerable<(string? Key, string Body)> Bodies() => _simulator.Requests
        .Where(request => request.Route == SimulatorRoute.Submit)
        .Select(request => (request.Headers.GetValueOrDefault("Idempotency-Key"), request.Body));

    private IEnumerable<ApimartTask> JournalTasks() =>
        _folder.Open(_simulator.BaseUri).Query(JournalQuery.All);
}
