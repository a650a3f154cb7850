using Apimart.Video.Account;
using Apimart.Video.Api;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Tasks;
using ThreadState = System.Threading.ThreadState;

namespace Apimart.Video.Client.Tests.Account;

/// <summary>What counts towards the limit, kind by kind, and how the sum is kept with other machines; without a server.</summary>
public sealed class CostLedgerTests
{
    private const string Job = "autumn";
    private static readonly PriceTable s_prices = PriceTable.Offline(ModelCatalogue.Default);

    /// <summary>A task of a model that nobody knows is assumed to cost 2.</summary>
    [Theory]
    [InlineData(ApimartTaskStatus.Refused, null, 0)]
    [InlineData(ApimartTaskStatus.Refused, 5.0, 0)]
    [InlineData(ApimartTaskStatus.NotSent, null, 0)]
    [InlineData(ApimartTaskStatus.Completed, 1.5, 1.5)]
    [InlineData(ApimartTaskStatus.Completed, null, 2)]
    [InlineData(ApimartTaskStatus.Failed, 0.3, 0.3)]
    [InlineData(ApimartTaskStatus.Failed, null, 0)]
    [InlineData(ApimartTaskStatus.Cancelled, null, 0)]
    [InlineData(ApimartTaskStatus.Expired, null, 0)]
    [InlineData(ApimartTaskStatus.Submitting, null, 2)]
    [InlineData(ApimartTaskStatus.Submitted, 9.0, 2)]
    [InlineData(ApimartTaskStatus.Processing, null, 2)]
    [InlineData(ApimartTaskStatus.OutcomeUnknown, null, 2)]
    public async Task An_earlier_task_counts_what_it_cost_or_may_cost(ApimartTaskStatus status, double? charged, double counted)
    {
        using CostGuard guard = Guard(10, new JournalOf(Task_("k", status, (decimal?)charged)), assumed: 2);

        await ReserveAsync(guard, 10 - (decimal)counted, Job);

        await RefusedAsync(CostRefusal.MaxCostReached, ReserveAsync(guard, 0.01m, Job));
    }

    [Fact]
    public async Task A_job_whose_spend_cannot_be_told_spends_nothing_more_and_others_go_on()
    {
        JournalOf journal = new(Task_("k", ApimartTaskStatus.Completed));
        using CostGuard guard = Guard(10, journal);

        await RefusedAsync(CostRefusal.PriceUnknown, ReserveAsync(guard, 1, Job));
        await RefusedAsync(CostRefusal.PriceUnknown, ReserveAsync(guard, 1, "AUTUMN"));
        await ReserveAsync(guard, 10, "winter");

        Assert.Equal(2, journal.Queries);
    }

    [Fact]
    public async Task A_price_that_was_asked_for_before_is_not_asked_for_again()
    {
        using CostGuard guard = Guard(1, journal: null);

        Assert.Equal(1, await ReserveAsync(guard, 1, null));
        Assert.Equal(CostRefusal.PriceUnknown, (await Assert.ThrowsAsync<CostRefusedException>(
            () => guard.ReserveAsync(Row(), null, null, default))).Refusal);
    }

    /// <summary>The first repetition takes the place of the doubt. The second is a second video.</summary>
    [Fact]
    public async Task A_doubt_is_replaced_by_its_repetition_once()
    {
        using CostGuard guard = Guard(6, new JournalOf(Task_("k", ApimartTaskStatus.OutcomeUnknown)), assumed: 2);

        await ReserveAsync(guard, 2, Job, repeatedKey: "k");
        await ReserveAsync(guard, 2, Job, repeatedKey: "k");
        await ReserveAsync(guard, 2, Job);

        await RefusedAsync(CostRefusal.MaxCostReached, ReserveAsync(guard, 0.01m, Job));
    }

    [Fact]
    public async Task Only_the_doubt_of_the_row_itself_is_replaced()
    {
        using CostGuard guard = Guard(4, new JournalOf(Task_("k", ApimartTaskStatus.OutcomeUnknown)), assumed: 2);

        await ReserveAsync(guard, 2, Job, repeatedKey: "other");

        await RefusedAsync(CostRefusal.MaxCostReached, ReserveAsync(guard, 0.01m, Job));
    }

    [Fact]
    public async Task Machines_that_share_a_journal_are_told_what_each_row_of_a_job_counts()
    {
        Ledger ledger = new() { Head = 41 };
        JournalOf journal = new(
            Task_("a", ApimartTaskStatus.Failed, 0.5m),
            Task_("a", ApimartTaskStatus.Completed, 1),
            Task_("b", ApimartTaskStatus.Completed, 2),
            Task_(null, ApimartTaskStatus.Completed, 4)) { Ledger = ledger };
        using CostGuard guard = Guard(10, journal);

        await guard.OpenJobAsync(Job, default);

        Assert.Equal([(Job, "a=1.5 b=2", 41L)], ledger.Counts);
    }

    [Fact]
    public async Task Where_nothing_is_to_be_sent_nobody_is_told()
    {
        Ledger ledger = new();
        using CostGuard guard = Guard(10, new JournalOf(Task_("a", ApimartTaskStatus.Completed, 2)) { Ledger = ledger });

        await ReserveAsync(guard, 8, Job);

        await RefusedAsync(CostRefusal.MaxCostReached, ReserveAsync(guard, 0.01m, Job));
        Assert.Empty(ledger.Counts);
        Assert.Empty(ledger.Asked);
    }

    [Fact]
    public async Task All_machines_together_keep_within_the_limit_beside_what_this_run_spends_elsewhere()
    {
        Ledger ledger = new() { Spent = 3 };
        using CostGuard guard = Guard(10, new JournalOf { Ledger = ledger });
        await ReserveAsync(guard, 2, null);

        Assert.Equal(1, await ReserveAsync(guard, 1, Job, claimedKey: "k"));
        Assert.Equal((Job, "k", 1m, 8m), ledger.Asked.Last());
        Assert.Single(ledger.Counts);

        // 2 here and 4 there.
        await ReserveAsync(guard, 3, null);
        Assert.Equal(1, await ReserveAsync(guard, 1, Job, claimedKey: "l"));
        Assert.Equal((Job, "l", 1m, 5m), ledger.Asked.Last());
        await RefusedAsync(CostRefusal.MaxCostReached, ReserveAsync(guard, 0.01m, null));

        ledger.Grants = false;
        CostRefusedException refused = await RefusedAsync(CostRefusal.MaxCostReached, ReserveAsync(guard, 1, Job, claimedKey: "m"));
        Assert.Contains("$10.00 over the limit of $10.00", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_given_back_is_given_back_by_the_answer_where_machines_share_a_journal_and_here_elsewhere()
    {
        using CostGuard guard = Guard(10, new JournalOf { Ledger = new Ledger() });
        await ReserveAsync(guard, 4, Job, claimedKey: "k");
        await ReserveAsync(guard, 6, null);

        guard.Release(4, Job);
        await RefusedAsync(CostRefusal.MaxCostReached, ReserveAsync(guard, 0.01m, null));

        guard.Release(6, null);
        await ReserveAsync(guard, 6, null);
        await RefusedAsync(CostRefusal.MaxCostReached, ReserveAsync(guard, 0.01m, null));
    }

    [Fact]
    public async Task A_row_is_not_sent_where_the_shared_sum_cannot_be_reached()
    {
        Ledger ledger = new() { Fault = new ApimartException(ApimartErrorKind.JournalUnavailable, "gone") { Advice = "start it" } };
        using CostGuard guard = Guard(10, new JournalOf { Ledger = ledger });

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => ReserveAsync(guard, 1, Job, claimedKey: "k"));

        Assert.Equal((ApimartErrorKind.JournalUnavailable, "gone", "start it", true), (fault.Kind, fault.Message, fault.Advice, fault.IsNotSent));
    }

    /// <summary>The catalogue's own price of a task that was sent, by what was sent.</summary>
    [Fact]
    public async Task An_earlier_task_counts_by_its_own_model_and_request()
    {
        decimal? PriceOf(string request) => s_prices.EstimateAsync("veo3.1-fast", System.Text.Encoding.UTF8.GetBytes(request), default).Result.Cost;
        const string Two = """{"n":2}""";
        decimal counted = PriceOf(Two)!.Value;
        Assert.NotEqual(counted, PriceOf("{}"));
        using CostGuard guard = Guard(100, new JournalOf(
            Task_("k", ApimartTaskStatus.Completed) with { Model = "veo3.1-fast", Request = Two },
            Task_("l", ApimartTaskStatus.Completed) with { Model = null }), assumed: 2);

        await ReserveAsync(guard, 98 - counted, Job);

        await RefusedAsync(CostRefusal.MaxCostReached, ReserveAsync(guard, 0.001m, Job));
    }

    /// <summary>What is given back in the middle of another row's decision would be lost with its old sum.</summary>
    [Fact]
    public async Task What_is_given_back_while_a_row_decides_is_not_lost()
    {
        Ledger ledger = new() { Gate = new TaskCompletionSource() };
        using CostGuard guard = Guard(10, new JournalOf { Ledger = ledger });
        await ReserveAsync(guard, 6, null);
        Task<decimal> deciding = ReserveAsync(guard, 1, Job, claimedKey: "k");
        ledger.Open();
        await deciding;
        ledger.Gate = new TaskCompletionSource();
        deciding = ReserveAsync(guard, 1, Job, claimedKey: "l");
        Thread releasing = new(() => guard.Release(6, null));
        releasing.Start();
        SpinWait.SpinUntil(() => (releasing.ThreadState & (ThreadState.WaitSleepJoin | ThreadState.Stopped)) != 0);

        ledger.Open();
        await deciding;
        releasing.Join();

        await ReserveAsync(guard, 8, null);
        await RefusedAsync(CostRefusal.MaxCostReached, ReserveAsync(guard, 0.01m, null));
    }

    /// <summary>Two that decide at once could each find room for one.</summary>
    [Fact]
    public async Task One_row_decides_at_a_time()
    {
        Ledger ledger = new() { Gate = new TaskCompletionSource() };
        using CostGuard guard = Guard(10, new JournalOf { Ledger = ledger });

        Task[] opened = [guard.OpenJobAsync(Job, default), guard.OpenJobAsync(Job, default)];
        Assert.Single(ledger.Counts);
        ledger.Open();
        await Task.WhenAll(opened);
        Assert.Single(ledger.Counts);

        ledger.Gate = new TaskCompletionSource();
        Task[] rows = [ReserveAsync(guard, 1, Job, claimedKey: "k"), ReserveAsync(guard, 1, Job, claimedKey: "l")];
        Assert.Single(ledger.Asked);
        ledger.Open();
        await Task.WhenAll(rows);
        Assert.Equal(2, ledger.Asked.Count);
    }

    private static CostGuard Guard(decimal maximum, ITaskJournal? journal, decimal? assumed = null) => new(maximum, assumed, s_prices, journal);

    private static PreparedRequest Row() => new()
    {
        Model = "no-such-model",
        Prompt = "fox",
        Body = "{}"u8.ToArray(),
        Canonical = "{}",
        Warnings = [],
    };

    private static Task<decimal> ReserveAsync(CostGuard guard, decimal cost, string? job, string? repeatedKey = null, string? claimedKey = null) =>
        guard.ReserveAsync(Row(), job, repeatedKey, default, new CostEstimate(cost, cost, string.Empty), claimedKey);

    private static async Task<CostRefusedException> RefusedAsync(CostRefusal refusal, Task reserving)
    {
        CostRefusedException refused = await Assert.ThrowsAsync<CostRefusedException>(() => reserving);
        Assert.Equal(refusal, refused.Refusal);
        return refused;
    }

    private static ApimartTask Task_(string? key, ApimartTaskStatus status, decimal? charged = null) => new()
    {
        TaskId = $"task_{key}",
        Model = "no-such-model",
        JobName = Job,
        IdempotencyKey = key,
        Status = status,
        Cost = charged,
    };

    private sealed class Ledger : IJobLedger
    {
        public long Head { get; init; }

        internal List<(string Job, string Costs, long Head)> Counts { get; } = [];

        internal List<(string Job, string Key, decimal Cost, decimal Cap)> Asked { get; } = [];

        internal decimal Spent { get; set; }

        internal bool Grants { get; set; } = true;

        internal ApimartException? Fault { get; init; }

        internal TaskCompletionSource? Gate { get; set; }

        internal void Open()
        {
            TaskCompletionSource? gate = Gate;
            Gate = null;
            gate!.SetResult();
        }

        public async Task<decimal> CountAsync(string job, IReadOnlyDictionary<string, decimal> costs, long head)
        {
            Counts.Add((job, string.Join(' ', costs.Select(cost => FormattableString.Invariant($"{cost.Key}={cost.Value:0.##}"))), head));
            await (Gate?.Task ?? Task.CompletedTask);
            return Spent;
        }

        public async Task<(bool IsGranted, decimal Spent)> ReserveAsync(string job, string key, decimal cost, decimal cap)
        {
            Asked.Add((job, key, cost, cap));
            await (Gate?.Task ?? Task.CompletedTask);
            Spent += Fault is not null ? throw Fault : Grants ? cost : 0;
            return (Grants, Spent);
        }
    }
}
