using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Simulator;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>The same row has the same key on every machine, so that a lost journal costs nothing where the server honours keys.</summary>
public sealed class DerivedKeyTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SimulatorServer _simulator = SimulatorServer.Start(new SimulatorOptions { RecordRequests = false });
    private readonly ImpatientTime _time = new();

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Each_part_of_a_rows_identity_changes_its_key()
    {
        using TaskJournal here = Open("here");
        using TaskJournal elsewhere = Open("elsewhere");
        using TaskJournal otherServer = TaskJournal.Open(_folder["other"], ApimartClientOptions.DefaultBaseUri, _time);

        string key = await KeyAsync(here, "sea");

        Assert.Equal(key, await KeyAsync(elsewhere, "sea", job: "AUTUMN"));
        string[] others =
        [
            await KeyAsync(otherServer, "sea"), await KeyAsync(elsewhere, "lake"), await KeyAsync(elsewhere, "sea", job: "winter"),
            await KeyAsync(elsewhere, "sea", occurrence: 1), await KeyAsync(elsewhere, "sea", take: 2),
        ];
        Assert.Equal(6, others.Append(key).Distinct().Count());
        Assert.NotEqual(await KeyAsync(here, "sea", job: null), await KeyAsync(here, "sea", job: null));
    }

    [Fact]
    public async Task A_refusal_raises_the_attempt_and_what_was_not_executed_keeps_key_and_bytes()
    {
        using TaskJournal journal = Open("here");
        SubmitClaim first = await ClaimAsync(journal, "sea");
        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.NotExecuted) with { Key = first.IdempotencyKey });

        SubmitClaim again = await ClaimAsync(journal, "sea");
        Assert.Equal((ClaimKind.Again, first.IdempotencyKey), (again.Kind, again.IdempotencyKey));
        Assert.Equal(first.Body.ToArray(), again.Body.ToArray());
        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Refused) with { Key = first.IdempotencyKey });

        SubmitClaim corrected = await ClaimAsync(journal, "sea");
        Assert.Equal(ClaimKind.New, corrected.Kind);
        Assert.NotEqual(first.IdempotencyKey, corrected.IdempotencyKey);
        Assert.Equal(DerivedKey.Of(new RowIdentity(_simulator.BaseUri.Authority, "autumn", Rows.Row("sea").Digest, 0, 1), 1), corrected.IdempotencyKey);
    }

    [Fact]
    public async Task A_failed_row_that_is_wanted_again_has_a_new_key_and_stays_a_row_of_its_own_if_that_is_refused()
    {
        using TaskJournal journal = Open("here");
        SubmitClaim first = await ClaimAsync(journal, "sea");
        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Accepted) with { Key = first.IdempotencyKey, TaskId = "task_1" });
        await journal.RecordAsync(new ApimartTask { TaskId = "task_1", Status = ApimartTaskStatus.Failed });

        SubmitClaim second = await ClaimAsync(journal, "sea", retryFailed: true);
        Assert.NotEqual(first.IdempotencyKey, second.IdempotencyKey);
        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Refused) with { Key = second.IdempotencyKey });

        Assert.Equal("task_1", (await ClaimAsync(journal, "sea")).Task!.TaskId);
        SubmitClaim third = await ClaimAsync(journal, "sea", retryFailed: true);
        Assert.Equal(3, new[] { first, second, third }.Select(claim => claim.IdempotencyKey).Distinct().Count());
    }

    [Fact]
    public async Task A_journal_that_is_lost_at_any_moment_costs_nothing_where_the_server_honours_keys()
    {
        Random dice = new(13);
        for (int trial = 0; trial < 50; trial++)
        {
            string job = $"job {trial}";
            int stopAt = dice.Next(6);
            bool answered = dice.Next(2) == 0;
            await RunAsync(job, Path.Combine("lost", $"{trial}"), new Interruption(stopAt, answered));
            Directory.Delete(_folder["lost"], recursive: true);

            string[] ids = await RunAsync(job, Path.Combine("found", $"{trial}"), interruption: null);

            string[] billed = [.. _simulator.Bill.Where(charge => charge.Prompt.StartsWith(job + ":", StringComparison.Ordinal)).Select(charge => charge.TaskId)];
            Assert.Equal(billed.Order(), ids.Order());
            Assert.Equal(6, billed.Length);
        }
    }

    [Fact]
    public async Task A_row_that_another_machine_sent_with_other_bytes_is_not_paid_for_again()
    {
        using TaskJournal here = Open("here");
        using ApimartClient client = Client(here, handler: null);
        _simulator.Inject("submit:status=409:code=idempotency_key_reused:2");
        SubmitOptions options = new() { JobName = "autumn" };

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => client.SubmitAsync(Rows.Row("sea"), options));

        Assert.Equal(ApimartErrorKind.OutcomeUnknown, fault.Kind);
        Assert.Contains("another machine", fault.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ApimartException>(() => client.SubmitAsync(Rows.Row("sea"), options));
        Assert.Equal(1, _simulator.Requests.Submits);
    }

    private async Task<string[]> RunAsync(string job, string folder, Interruption? interruption)
    {
        using TaskJournal journal = Open(folder);
        using ApimartClient client = Client(journal, interruption);
        List<string> ids = [];
        for (int row = 0; row < 6; row++)
        {
            try
            {
                ids.Add((await client.SubmitAsync(Rows.Row($"{job}: {row}"), new SubmitOptions { JobName = job })).TaskId);
            }
            catch (ApimartException) when (interruption is not null)
            {
                break;
            }
        }

        return [.. ids];
    }

    private TaskJournal Open(string folder) => TaskJournal.Open(_folder[folder], _simulator.BaseUri, _time);

    private ApimartClient Client(TaskJournal journal, HttpMessageHandler? handler) => new(new ApimartClientOptions
    {
        ApiKey = _simulator.ApiKey,
        BaseUri = _simulator.BaseUri,
        TimeProvider = _time,
        Journal = journal,
        Handler = handler,
    });

    private static async Task<string> KeyAsync(TaskJournal journal, string prompt, string? job = "autumn", int occurrence = 0, int take = 1) =>
        (await journal.ClaimAsync(Rows.Row(prompt), job, occurrence, retryUnknown: false, CancellationToken.None, take: take)).IdempotencyKey;

    private static Task<SubmitClaim> ClaimAsync(TaskJournal journal, string prompt, bool retryFailed = false) =>
        journal.ClaimAsync(Rows.Row(prompt), "autumn", 0, retryUnknown: false, CancellationToken.None, retryFailed);

    /// <summary>The network of a process that ends at its n-th request, before the server got it or after it answered.</summary>
    private sealed class Interruption(int at, bool answered) : DelegatingHandler(ApiTransport.CreateHandler(proxy: null))
    {
        private int _requests;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            bool ends = _requests++ == at;
            if (!ends || answered)
            {
                HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
                return ends ? throw new IOException("The process ended here.") : answer;
            }

            throw new IOException("The process ended here.");
        }
    }
}
