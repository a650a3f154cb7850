using Apimart.Video.Account;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Account;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Models.Rows;
using Apimart.Video.Planning;
using Apimart.Video.Simulator;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;
using CsCheck;

namespace Apimart.Video.Client.Tests.Planning;

/// <summary>What is planned is what is done. A failure prints the seed, and <c>CsCheck_Seed</c> repeats it.</summary>
public sealed class PlanTests : AccountTest
{
    private const string Job = "autumn";

    /// <summary>What befell a row in an earlier run.</summary>
    public enum Past
    {
        None,
        Accepted,
        Saved,
        Failed,
        Unknown,
        RefusedByServer,
        OverBudget,
    }

    /// <summary>The models' prices at the simulator: 1.20, 0.08 a second, by resolution, and none.</summary>
    private static readonly (string Model, string? Duration, string? Resolution)[] s_kinds =
    [
        ("veo3.1-fast", "8", null),
        ("sora-2", "4", null),
        ("sora-2", "12", null),
        ("sora-2", null, null),
        ("Omni-Flash-Ext", "6", "1080p"),
    ];

    [Fact]
    public void Every_row_comes_to_what_was_planned_for_it_and_the_bill_to_the_plans_sum() => Gen.Select(
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, s_kinds.Length - 1], Gen.Enum<Past>()).Array[1, 14],
        Gen.Int[0, 60],
        Gen.Bool,
        Gen.Bool,
        Gen.Bool).Sample(
        (rows, tenths, limited, retryUnknown, retryFailed) =>
        {
            CheckAsync(rows, limited ? tenths / 5m : null, retryUnknown, retryFailed).GetAwaiter().GetResult();
        },
        iter: 40,
        threads: 1);

    [Theory]
    [InlineData("wan3.0-video", """{"duration":-1,"resolution":"720p"}""", 0.2, 3)]
    [InlineData("wan3.0-video", """{"duration":10,"resolution":"720p"}""", 1, 1)]
    [InlineData("wan3.0-video", """{"resolution":"720p"}""", 0.5, 0.5)]
    [InlineData("wan3.0-video", """{"duration":10,"resolution":"1080p"}""", 3, 3)]
    [InlineData("unheard-of", """{"duration":10}""", 1, 3)]
    public void A_range_stands_where_the_request_leaves_open_what_the_price_depends_on(string name, string body, double least, double most)
    {
        ModelPrice price = new()
        {
            Model = name,
            Unit = PriceUnit.Second,
            Rates = [new PriceRate("720p", null, 0.1m), new PriceRate("1080p", null, 0.3m)],
            IsComplete = true,
        };
        ModelCatalogue.Default.TryFind(name, out VideoModel? model);
        using System.Text.Json.JsonDocument sent = System.Text.Json.JsonDocument.Parse(body);

        CostEstimate estimate = CostEstimate.Of(price, model, sent.RootElement);

        Assert.Equal(((decimal)least, (decimal)most), (estimate.Least, estimate.Cost));
    }

    private async Task CheckAsync((int Prompt, int Kind, Past Past)[] rows, decimal? maximum, bool retryUnknown, bool retryFailed)
    {
        using TempFolder folder = new();
        await using SimulatorServer simulator = SimulatorServer.Start(new SimulatorOptions { TaskDuration = TimeSpan.Zero });
        Made[] all = MakeAll(rows);
        await RunBeforeAsync(folder, simulator, all);
        byte[] before = File.Exists(folder["journal.jsonl"]) ? await File.ReadAllBytesAsync(folder["journal.jsonl"], Cancellation) : [];
        decimal billed = simulator.Bill.Sum(charge => charge.Amount);
        int submits = simulator.Requests.Submits;

        PlannedVideo[] plan;
        using (Machine planning = new(this, folder, simulator, maximum))
        {
            VideoPlanner planner = new(planning.Journal, planning.Prices);
            List<PlannedVideo> planned = [];
            foreach (Made row in all)
            {
                planned.Add(await planner.PlanAsync(row.Request, row.Options(planning.Guard, null, retryUnknown, retryFailed), Cancellation));
            }

            plan = [.. planned];
        }

        Assert.Equal(submits, simulator.Requests.Submits);
        Assert.Equal(before, File.Exists(folder["journal.jsonl"]) ? await File.ReadAllBytesAsync(folder["journal.jsonl"], Cancellation) : []);

        using Machine machine = new(this, folder, simulator, maximum);
        HashSet<string> known = [.. machine.Journal.Query(JournalQuery.All).Select(task => task.TaskId)];
        SemaphoreSlim most = new(4);
        List<Task<PlanOutcome>> running = [];
        foreach (Made row in all)
        {
            await most.WaitAsync(Cancellation);
            CostGuard.Turn? turn = machine.Guard?.NextTurn();
            running.Add(Task.Run(() => RunAsync(machine, row, row.Options(machine.Guard, turn, retryUnknown, retryFailed), turn, known, most)));
        }

        PlanOutcome[] done = await Task.WhenAll(running);
        Assert.Equal(plan.Select(row => row.Outcome), done);
        if (!retryUnknown && plan.All(row => row.Outcome != PlanOutcome.Submit || row.Price is not null))
        {
            Assert.Equal(plan.Where(row => row.Outcome == PlanOutcome.Submit).Sum(row => row.Price), simulator.Bill.Sum(charge => charge.Amount) - billed);
        }
    }

    private static async Task<PlanOutcome> RunAsync(
        Machine machine, Made row, SubmitOptions options, CostGuard.Turn? turn, HashSet<string> known, SemaphoreSlim most)
    {
        try
        {
            ApimartTask task = await machine.Client.SubmitAsync(row.Request, options, Cancellation);
            return !known.Contains(task.TaskId) ? PlanOutcome.Submit
                : task.SavedFiles.IsEmpty ? PlanOutcome.AlreadySubmitted
                : PlanOutcome.Saved;
        }
        catch (CostRefusedException)
        {
            return PlanOutcome.OverBudget;
        }
        catch (ApimartException fault) when (fault.Kind == ApimartErrorKind.OutcomeUnknown)
        {
            return PlanOutcome.OutcomeUnknown;
        }
        finally
        {
            turn?.End();
            most.Release();
        }
    }

    private static Made[] MakeAll((int Prompt, int Kind, Past Past)[] rows)
    {
        RowCounter counter = new();
        return [.. rows.Select((row, at) =>
        {
            (string model, string? duration, string? resolution) = s_kinds[row.Kind];
            PreparedRequest request = ModelCatalogue.Default.Prepare(new VideoRequest
            {
                Model = model,
                Prompt = row.Past == Past.Failed ? $"{row.Prompt} [fail]" : $"{row.Prompt}",
                Parameters = new Dictionary<string, object?> { ["Duration"] = duration, ["Resolution"] = resolution },
            });
            return new Made(request, counter.Next(request), at + 1, row.Past);
        })];
    }

    private async Task RunBeforeAsync(TempFolder folder, SimulatorServer simulator, Made[] rows)
    {
        using Machine machine = new(this, folder, simulator, maximum: 0);
        foreach (Made row in rows.Where(row => row.Past != Past.None))
        {
            switch (row.Past)
            {
                case Past.Unknown:
                    simulator.Inject("submit:reset-after-accept");
                    break;
                case Past.RefusedByServer:
                    simulator.Inject("submit:status=400:code=invalid_duration");
                    break;
            }

            try
            {
                ApimartTask task = await machine.Client.SubmitAsync(row.Request, row.Options(row.Past == Past.OverBudget ? machine.Guard : null, null), Cancellation);
                if (row.Past is Past.Saved or Past.Failed)
                {
                    await machine.Client.GetTaskAsync(task.TaskId, Cancellation);
                }

                if (row.Past == Past.Saved)
                {
                    await machine.Journal.RecordSavedAsync(task.TaskId, new SavedFile(0, folder[$"{task.TaskId}.mp4"], 1, null));
                }
            }
            catch (Exception expected) when (expected is ApimartException or CostRefusedException)
            {
            }
        }
    }

    private sealed record Made(PreparedRequest Request, int Occurrence, int Number, Past Past)
    {
        internal SubmitOptions Options(CostGuard? guard, CostGuard.Turn? turn, bool retryUnknown = false, bool retryFailed = false) => new()
        {
            JobName = Job,
            Occurrence = Occurrence,
            Row = new InputRow(Number, new Dictionary<string, string>()),
            RetryUnknown = retryUnknown,
            RetryFailed = retryFailed,
            Budget = guard,
            Turn = turn,
        };
    }

    private sealed class Machine : IDisposable
    {
        private readonly PriceClient _prices;

        internal Machine(PlanTests test, TempFolder folder, SimulatorServer simulator, decimal? maximum)
        {
            Journal = TaskJournal.Open(folder.Path, simulator.BaseUri);
            ApimartClientOptions options = new()
            {
                ApiKey = simulator.ApiKey,
                BaseUri = simulator.BaseUri,
                TimeProvider = test.Time,
                ReadTimeout = TimeSpan.FromMinutes(5),
                Journal = Journal,
            };
            Client = new ApimartClient(options);
            _prices = new PriceClient(options);
            Prices = PriceTable.Of(_prices, ModelCatalogue.Default, simulator.BaseUri.Authority, test.Time);
            Guard = maximum is { } limit ? new CostGuard(limit, null, Prices, Journal) : null;
        }

        internal TaskJournal Journal { get; }

        internal ApimartClient Client { get; }

        internal PriceTable Prices { get; }

        internal CostGuard? Guard { get; }

        public void Dispose()
        {
            Guard?.Dispose();
            _prices.Dispose();
            Client.Dispose();
            Journal.Dispose();
        }
    }
}
