using Apimart.Video.Account;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Simulator;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Account;

/// <summary>veo3.1-fast costs 1.20 at the simulator: 8 seconds of 0.15.</summary>
public sealed class CostGuardTests : AccountTest, IAsyncDisposable
{
    private const string Job = "autumn";
    private readonly TempFolder _folder = new();
    private readonly SimulatorServer _simulator = SimulatorServer.Start(new SimulatorOptions { TaskDuration = TimeSpan.Zero });

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Submits_at_once_never_pass_the_limit()
    {
        using Run run = new(this, maximum: 4);

        string[] outcomes = await Task.WhenAll(Enumerable.Range(1, 40).Select(n => run.Submit($"fox {n}")));

        Assert.Equal(3, outcomes.Count(outcome => outcome == "accepted"));
        Assert.Equal(37, outcomes.Count(outcome => outcome == nameof(CostRefusal.MaxCostReached)));
        Assert.Equal((3, 3.6m), (_simulator.Requests.Submits, _simulator.Bill.Total));
    }

    [Fact]
    public async Task A_sum_that_is_just_reached_is_within_the_limit()
    {
        using Run run = new(this, maximum: 1.2m);

        Assert.Equal("accepted", await run.Submit("fox"));
    }

    [Fact]
    public async Task A_price_is_read_once_a_run()
    {
        using Run run = new(this, maximum: 100);

        await Task.WhenAll(Enumerable.Range(1, 8).Select(n => run.Submit($"fox {n}")));

        Assert.Single(_simulator.Requests, request => request.Path.StartsWith("/api/pricing/model", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("submit:status=400:code=invalid_duration", true)]
    [InlineData("submit:status=402", true)]
    [InlineData("submit:status=429:6", true)]
    [InlineData("submit:status=500", false)]
    [InlineData("submit:reset-after-accept", false)]
    [InlineData("submit:reset-before-accept", false)]
    public async Task Money_comes_back_only_where_nothing_can_have_been_accepted(string fault, bool comesBack)
    {
        using Run run = new(this, maximum: 1.2m);
        _simulator.Inject(fault);
        await run.Submit("fox");

        Assert.Equal(comesBack ? "accepted" : nameof(CostRefusal.MaxCostReached), await run.Submit("cat"));
    }

    [Theory]
    [InlineData("submit:status=402", true)]
    [InlineData("submit:status=429:6", true)]
    [InlineData("submit:reset-after-accept", false)]
    public async Task So_it_does_without_a_journal(string fault, bool comesBack)
    {
        using Run run = new(this, maximum: 1.2m, hasJournal: false);
        _simulator.Inject(fault);
        await run.Submit("fox");

        Assert.Equal(comesBack ? "accepted" : nameof(CostRefusal.MaxCostReached), await run.Submit("cat"));
    }

    [Fact]
    public async Task A_jobs_spend_counts_whatever_the_case_its_name_is_written_in()
    {
        using (Run first = new(this, maximum: 2.4m))
        {
            Assert.Equal("accepted", await first.Submit("fox", job: "Autumn"));
            Assert.Equal("accepted", await first.Submit("cat", job: "AUTUMN"));
        }

        using Run second = new(this, maximum: 2.4m);
        Assert.Equal(nameof(CostRefusal.MaxCostReached), await second.Submit("dog", job: "autumn"));
        Assert.Equal(2, _simulator.Requests.Submits);
    }

    [Fact]
    public async Task An_unknown_price_is_not_zero()
    {
        using Run run = new(this, maximum: 100);

        Assert.Equal(nameof(CostRefusal.PriceUnknown), await run.Submit("fox", "sora-2"));
        Assert.Equal(0, _simulator.Requests.Submits);
    }

    [Fact]
    public async Task An_unknown_price_counts_as_what_is_assumed()
    {
        using Run run = new(this, maximum: 5, assumed: 2);

        Assert.Equal("accepted", await run.Submit("fox", "sora-2"));
        Assert.Equal("accepted", await run.Submit("cat", "sora-2"));
        Assert.Equal(nameof(CostRefusal.MaxCostReached), await run.Submit("dog", "sora-2"));
    }

    [Fact]
    public async Task A_price_page_that_fails_makes_the_price_unknown()
    {
        _simulator.Inject("other:status=500:always");
        using Run run = new(this, maximum: 100);

        Assert.Equal(nameof(CostRefusal.PriceUnknown), await run.Submit("fox"));
    }

    [Fact]
    public async Task The_same_job_run_again_stays_within_the_same_limit()
    {
        using (Run first = new(this, maximum: 2.4m))
        {
            await first.Submit("fox 1", job: Job);
            await first.Submit("fox 3", job: Job);
        }

        using Run second = new(this, maximum: 2.4m);

        Assert.Equal(nameof(CostRefusal.MaxCostReached), await second.Submit("fox 2", job: Job));
        Assert.Equal("accepted", await second.Submit("fox 1", job: Job));
        Assert.Equal("accepted", await second.Submit("fox 3", job: Job));
        Assert.Equal(2, _simulator.Requests.Submits);
    }

    [Fact]
    public async Task What_a_jobs_failed_tasks_cost_is_nothing()
    {
        using (Run first = new(this, maximum: 1.2m))
        {
            await first.Submit("fox that will [fail]", job: Job);
            await first.Look();
        }

        using Run second = new(this, maximum: 1.2m);

        Assert.Equal("accepted", await second.Submit("fox", job: Job));
    }

    [Theory]
    [InlineData(ApimartTaskStatus.Failed)]
    [InlineData(ApimartTaskStatus.Cancelled)]
    [InlineData(ApimartTaskStatus.Expired)]
    public async Task A_task_that_ended_without_a_video_and_tells_no_cost_counts_as_nothing(ApimartTaskStatus ending)
    {
        using (Run first = new(this, maximum: 1.2m))
        {
            await first.Submit("fox", job: Job);
            await first.End(ending);
        }

        using Run second = new(this, maximum: 1.2m);

        Assert.Equal("accepted", await second.Submit("lake", job: Job));
    }

    [Fact]
    public async Task A_task_that_completed_and_tells_no_cost_counts_at_its_price()
    {
        using (Run first = new(this, maximum: 1.2m))
        {
            await first.Submit("fox", job: Job);
            await first.End(ApimartTaskStatus.Completed);
        }

        using Run second = new(this, maximum: 1.2m);

        Assert.Equal(nameof(CostRefusal.MaxCostReached), await second.Submit("lake", job: Job));
    }

    [Fact]
    public async Task Another_jobs_spend_does_not_count()
    {
        using (Run first = new(this, maximum: 1.2m))
        {
            await first.Submit("fox", job: "summer");
        }

        using Run second = new(this, maximum: 1.2m);

        Assert.Equal("accepted", await second.Submit("fox", job: Job));
    }

    [Fact]
    public async Task A_refused_row_is_sent_by_a_run_that_may_cost_more()
    {
        using (Run first = new(this, maximum: 1))
        {
            Assert.Equal(nameof(CostRefusal.MaxCostReached), await first.Submit("fox", job: Job));
        }

        using Run second = new(this, maximum: 2);

        Assert.Equal("accepted", await second.Submit("fox", job: Job));
    }

    [Fact]
    public async Task The_doubt_of_a_row_stays_counted_where_its_repetition_is_refused_by_the_server()
    {
        await LeaveInDoubt();
        using Run second = new(this, maximum: 2.4m);
        _simulator.Inject("submit:status=400:code=invalid_duration");
        await second.Submit("fox", job: Job, retryUnknown: true);

        Assert.Equal("accepted", await second.Submit("cat", job: Job));
        Assert.Equal(nameof(CostRefusal.MaxCostReached), await second.Submit("dog", job: Job));
    }

    [Fact]
    public async Task The_doubt_of_a_row_stays_counted_where_the_limit_forbids_its_repetition()
    {
        await LeaveInDoubt();
        using Run second = new(this, maximum: 1);

        Assert.Equal(nameof(CostRefusal.MaxCostReached), await second.Submit("fox", job: Job, retryUnknown: true));
        Assert.Equal(nameof(CostRefusal.MaxCostReached), await second.Submit("cat", "sora-2", Job, seconds: 4));
    }

    [Fact]
    public async Task A_row_that_is_repeated_counts_once()
    {
        await LeaveInDoubt();
        using Run second = new(this, maximum: 2.4m);

        Assert.Equal("accepted", await second.Submit("fox", job: Job, retryUnknown: true));
        Assert.Equal("accepted", await second.Submit("cat", job: Job));
        Assert.Equal(nameof(CostRefusal.MaxCostReached), await second.Submit("dog", job: Job));
    }

    private async Task LeaveInDoubt()
    {
        using Run first = new(this, maximum: 100);
        _simulator.Inject("submit:reset-after-accept");
        Assert.NotEqual("accepted", await first.Submit("fox", job: Job));
    }

    private sealed class Run : IDisposable
    {
        private readonly TaskJournal _journal;
        private readonly ApimartClient _client;
        private readonly PriceClient _prices;
        private readonly CostGuard _guard;

        internal Run(CostGuardTests test, decimal maximum, decimal? assumed = null, bool hasJournal = true)
        {
            _journal = TaskJournal.Open(test._folder.Path, test._simulator.BaseUri);
            ApimartClientOptions options = new()
            {
                ApiKey = test._simulator.ApiKey,
                BaseUri = test._simulator.BaseUri,
                TimeProvider = test.Time,
                ReadTimeout = TimeSpan.FromMinutes(5),
                Journal = hasJournal ? _journal : null,
            };
            _client = new ApimartClient(options);
            _prices = new PriceClient(options);
            _guard = new CostGuard(maximum, assumed, _prices, ModelCatalogue.Default, options.Journal);
        }

        internal async Task<string> Submit(string prompt, string model = "veo3.1-fast", string? job = null, bool retryUnknown = false, int? seconds = null)
        {
            try
            {
                PreparedRequest request = ModelCatalogue.Default.Prepare(new VideoRequest
                {
                    Model = model,
                    Prompt = prompt,
                    Parameters = new Dictionary<string, object?> { ["Duration"] = seconds }.Where(field => field.Value is not null).ToDictionary(),
                });
                await _client.SubmitAsync(request, new SubmitOptions { JobName = job, Budget = _guard, RetryUnknown = retryUnknown }, Cancellation);
                return "accepted";
            }
            catch (CostRefusedException refused)
            {
                Assert.NotEmpty(refused.Advice);
                return refused.Refusal.ToString();
            }
            catch (ApimartException fault)
            {
                return fault.Kind.ToString();
            }
        }

        /// <summary>Records an ending of every task, as seen from a server that tells no cost.</summary>
        internal async Task End(ApimartTaskStatus ending)
        {
            foreach (ApimartTask task in _journal.Query(JournalQuery.All).ToArray())
            {
                await _journal.RecordAsync(task with { Status = ending, Cost = null });
            }
        }

        internal async Task Look()
        {
            foreach (ApimartTask task in _journal.Query(JournalQuery.All))
            {
                await _client.GetTaskAsync(task.TaskId, Cancellation);
            }
        }

        public void Dispose()
        {
            _guard.Dispose();
            _prices.Dispose();
            _client.Dispose();
            _journal.Dispose();
        }
    }
}
