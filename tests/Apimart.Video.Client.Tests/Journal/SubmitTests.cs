using Apimart.Video.Account;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Models.Rows;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>What a submit does besides claiming its row, whichever journal it has, and without one.</summary>
public sealed class SubmitTests : IDisposable
{
    private const string Job = "autumn";
    private const string Accepted = """{"code":200,"data":[{"task_id":"task_A"}]}""";
    private const string Named = """{"message":"bad","data":[{"task_id":"task_A"}]}""";
    private const string KeyReused = """{"error":{"code":"idempotency_key_reused","message":"bad"}}""";

    private readonly TempFolder _folder = new();
    private readonly ImpatientTime _time = new();
    private readonly List<string> _warnings = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_is_one_POST_of_the_prepared_bytes_with_its_key()
    {
        using ScriptedServer server = new(ScriptedServer.Answer(200, Accepted));

        ApimartTask task = await SubmitAsync(server, new SubmitOptions { JobName = Job });

        string request = Assert.Single(server.Requests);
        Assert.StartsWith("POST /v1/videos/generations HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: application/json\r\n", request, StringComparison.Ordinal);
        Assert.Contains($"\r\nIdempotency-Key: {task.IdempotencyKey}\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nAuthorization: Bearer sk-test\r\n", request, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + Rows.Row("sea").Canonical, request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_journal_further_tasks_of_an_answer_are_told()
    {
        using ScriptedServer server = new(ScriptedServer.Answer(200, """{"data":[{"task_id":"task_A"},{"task_id":"task_B"}]}"""));

        await SubmitAsync(server, Options(), hasJournal: false);

        Assert.Contains("task_B", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_while_a_named_task_is_asked_for_leaves_the_row_unknown_with_its_id()
    {
        using CancellationTokenSource stop = new();
        using ScriptedServer server = new(ScriptedServer.Answer(400, Named));

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(
            () => SubmitAsync(server, new SubmitOptions { JobName = Job }, handler: new Before(HttpMethod.Get, stop.Cancel), cancellation: stop.Token));

        Assert.Equal(ApimartErrorKind.OutcomeUnknown, fault.Kind);
        Assert.Contains("task_A", fault.Message, StringComparison.Ordinal);
        Assert.Equal(("task_A", ApimartTaskStatus.OutcomeUnknown), (Recorded(server).TaskId, Recorded(server).Status));
    }

    /// <summary>Only a key of a job is derived; one that was drawn by chance cannot have been used elsewhere.</summary>
    [Theory]
    [InlineData(Job, 409, ApimartErrorKind.OutcomeUnknown, ApimartTaskStatus.OutcomeUnknown)]
    [InlineData(Job, 400, ApimartErrorKind.InvalidRequest, ApimartTaskStatus.Refused)]
    [InlineData(null, 409, ApimartErrorKind.Conflict, ApimartTaskStatus.Refused)]
    public async Task A_key_that_the_server_knows_of_other_bytes_means_another_sender_only_in_a_job(string? job, int code, ApimartErrorKind kind, ApimartTaskStatus status)
    {
        using ScriptedServer server = new(ScriptedServer.Answer(code, KeyReused));

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync(server, new SubmitOptions { JobName = job }));

        Assert.Equal(kind, fault.Kind);
        Assert.Equal((status, fault.Message), (Recorded(server).Status, Recorded(server).Error?.Message));
    }

    [Fact]
    public async Task Whatever_else_fails_while_a_request_is_on_its_way_leaves_the_row_unknown()
    {
        using ScriptedServer server = new();

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => SubmitAsync(server, new SubmitOptions { JobName = Job }, handler: new Before(HttpMethod.Post, () => throw new InvalidOperationException("odd"))));

        Assert.Equal(ApimartTaskStatus.OutcomeUnknown, Recorded(server).Status);
    }

    [Theory]
    [InlineData(200, Accepted, ApimartTaskStatus.Submitted)]
    [InlineData(400, Named, ApimartTaskStatus.OutcomeUnknown)]
    [InlineData(500, "{}", ApimartTaskStatus.OutcomeUnknown)]
    public async Task What_was_set_aside_for_it_is_recorded_with_what_came_of_it(int status, string answer, ApimartTaskStatus recorded)
    {
        using ScriptedServer server = new(ScriptedServer.Answer(status, answer));

        await Record.ExceptionAsync(() => SubmitAsync(server, new SubmitOptions { JobName = Job, Budget = NewBudget() }));

        Assert.Equal((recorded, 1.2m), (Recorded(server).Status, Recorded(server).ReservedCost));
    }

    [Theory]
    [InlineData(402)]
    [InlineData(400)]
    public async Task Nothing_is_recorded_as_set_aside_for_what_was_refused(int status)
    {
        using ScriptedServer server = new(ScriptedServer.Answer(status, "{}"));

        await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync(server, new SubmitOptions { JobName = Job, Budget = NewBudget() }));

        Assert.Equal((ApimartTaskStatus.Refused, null), (Recorded(server).Status, Recorded(server).ReservedCost));
    }

    /// <summary>Another machine may have taken this one for dead, and the row for its own.</summary>
    [Theory]
    [InlineData(31, 0)]
    [InlineData(0, 1)]
    public async Task A_row_whose_claim_is_too_old_is_not_sent_and_not_sent_again(int age, int sent)
    {
        ManualTime time = new();
        ClaimDeadline deadline = new LifeSigns(time) { Limit = TimeSpan.FromSeconds(30) }.Begin();
        time.Advance(TimeSpan.FromSeconds(age));
        using ScriptedServer server = new(ScriptedServer.Answer(429, "{}", "Retry-After: 31"), ScriptedServer.Answer(200, Accepted));
        ApimartClientOptions options = new() { ApiKey = "sk-test", BaseUri = server.Address, TimeProvider = time, SubmitTimeout = TimeSpan.FromHours(1) };
        using ApiTransport transport = new(options);
        SubmitClaim claim = new(ClaimKind.New, "key", "v1/videos/generations", Rows.Row("sea").Body, Task: null) { Deadline = deadline };

        Task<SubmitReceipt> sending = new Submitter(transport, options).SubmitAsync(claim, Cancellation);
        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => time.RunUntil(sending, horizon: TimeSpan.FromMinutes(10)));

        Assert.Equal(ApimartErrorKind.NotSent, fault.Kind);
        Assert.Contains("31 seconds", fault.Message, StringComparison.Ordinal);
        Assert.Equal(sent, server.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Its_sender_is_told_when_it_leaves_and_not_before(bool hasBudget)
    {
        List<string> happened = [];
        using ScriptedServer server = new(ScriptedServer.Answer(200, Accepted));

        await SubmitAsync(
            server,
            new SubmitOptions { JobName = Job, Budget = hasBudget ? NewBudget() : null, Leaving = () => happened.Add("leaving") },
            handler: new Before(HttpMethod.Post, () => happened.Add("sent")));

        Assert.Equal(["leaving", "sent"], happened);
    }

    [Fact]
    public async Task One_that_may_not_spend_does_not_leave()
    {
        bool left = false;
        using ScriptedServer server = new();

        await Assert.ThrowsAsync<CostRefusedException>(
            () => SubmitAsync(server, new SubmitOptions { JobName = Job, Budget = NewBudget(maximum: 1), Leaving = () => left = true }));

        Assert.False(left);
        Assert.Empty(server.Requests);
        Assert.Equal(ApimartTaskStatus.NotSent, Recorded(server).Status);
    }

    /// <summary>The limit is enough for one of two rows: for the first, whichever of them is ready first.</summary>
    [Fact]
    public async Task Rows_spend_in_their_order()
    {
        CostGuard budget = NewBudget(maximum: 2);
        CostGuard.Turn first = budget.NextTurn();
        CostGuard.Turn second = budget.NextTurn();
        CostGuard.Turn third = budget.NextTurn();
        using ScriptedServer server = new(ScriptedServer.Answer(200, Accepted), ScriptedServer.Answer(200, Accepted));

        Task<ApimartTask> later = SubmitAsync(server, new SubmitOptions { JobName = Job, Budget = budget, Turn = second }, prompt: "lake");
        await ClaimedAsync(server);
        await SubmitAsync(server, new SubmitOptions { JobName = Job, Budget = budget, Turn = first });

        await Assert.ThrowsAsync<CostRefusedException>(() => later);
        await third.WaitAsync(Cancellation);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public async Task Whether_one_spends_or_may_not_the_next_has_its_turn(decimal maximum)
    {
        CostGuard budget = NewBudget(maximum);
        CostGuard.Turn first = budget.NextTurn();
        CostGuard.Turn second = budget.NextTurn();
        using ScriptedServer server = new(ScriptedServer.Answer(200, Accepted));

        await Record.ExceptionAsync(() => SubmitAsync(server, new SubmitOptions { JobName = Job, Budget = budget, Turn = first }));

        await second.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task The_task_bears_what_only_its_row_knows()
    {
        using ScriptedServer server = new(ScriptedServer.Answer(200, Accepted));
        InputRow row = new(7, new Dictionary<string, string> { ["Mood"] = "calm" })
        {
            Cells = new Dictionary<string, string> { ["Prompt"] = "sea", ["Mood"] = "calm" },
        };

        ApimartTask task = await SubmitAsync(server, new SubmitOptions { JobName = Job, Take = 2, Occurrence = 3, Row = row });

        Assert.Equal((7, 2, 3), (task.RowNumber, task.Take, task.Occurrence));
        Assert.Equal(["Prompt", "Mood"], task.Row!.Keys);
        Assert.Equal(["Mood"], task.OwnColumns!.Keys);
    }

    [Fact]
    public async Task Of_a_row_whose_own_columns_alone_are_known_the_task_bears_these()
    {
        using ScriptedServer server = new(ScriptedServer.Answer(200, Accepted));

        ApimartTask task = await SubmitAsync(server, new SubmitOptions { Row = new InputRow(1, new Dictionary<string, string> { ["Mood"] = "calm" }) });

        Assert.Equal(1, task.Take);
        Assert.Equal(["Mood"], task.Row!.Keys);
    }

    /// <summary>1764000000 is 2025-11-24 16:00 UTC.</summary>
    [Theory]
    [InlineData("""{"code":200,"data":[{"task_id":"task_A","created":1764000000}]}""", "2025-11-24T16:00:00Z")]
    [InlineData(Accepted, null)]
    public async Task The_task_was_made_when_the_answer_says_or_else_now(string answer, string? said)
    {
        using ScriptedServer server = new(ScriptedServer.Answer(200, answer));
        DateTimeOffset before = _time.GetUtcNow();

        ApimartTask task = await SubmitAsync(server, new SubmitOptions());

        if (said is null)
        {
            Assert.InRange(task.CreatedAt!.Value, before, _time.GetUtcNow());
        }
        else
        {
            Assert.Equal(DateTimeOffset.Parse(said, System.Globalization.CultureInfo.InvariantCulture), task.CreatedAt);
        }
    }

    private SubmitOptions Options() => new() { Warn = _warnings.Add };

    /// <summary>A limit; each video costs 1.20 USD.</summary>
    private static CostGuard NewBudget(decimal maximum = 9) => new(maximum, assumedCost: null, PriceTable.Offline(ModelCatalogue.Default), journal: null);

    private EntryJournal Open(ScriptedServer server) => TaskJournal.Open(_folder.Path, server.Address, _time);

    private ApimartTask Recorded(ScriptedServer server) => Assert.Single(Open(server).Query(JournalQuery.All));

    /// <summary>Until a row is in the journal.</summary>
    private async Task ClaimedAsync(ScriptedServer server)
    {
        while (!Open(server).Query(JournalQuery.All).Any())
        {
            await Task.Delay(1, Cancellation);
        }
    }

    private async Task<ApimartTask> SubmitAsync(
        ScriptedServer server,
        SubmitOptions options,
        bool hasJournal = true,
        HttpMessageHandler? handler = null,
        CancellationToken? cancellation = null,
        string prompt = "sea")
    {
        using EntryJournal? journal = hasJournal ? Open(server) : null;
        using ApimartClient client = new(new ApimartClientOptions
        {
            ApiKey = "sk-test",
            BaseUri = server.Address,
            Journal = journal,
            TimeProvider = _time,
            ReadTimeout = TimeSpan.FromHours(1),
            Handler = handler,
        });
        return await client.SubmitAsync(Rows.Row(prompt), options, cancellation ?? Cancellation);
    }

    /// <summary>Does something at the moment at which a request of a method is about to leave.</summary>
    private sealed class Before(HttpMethod method, Action action) : DelegatingHandler(ApiTransport.CreateHandler(proxy: null))
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == method)
            {
                action();
            }

            cancellationToken.ThrowIfCancellationRequested();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
