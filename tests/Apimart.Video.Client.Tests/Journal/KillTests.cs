using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.KillTrial;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>
/// The same line, killed and run again until it ends, in processes of its own; the simulator honours no Idempotency-Key, and
/// its bill is the judge. The long form is in the benchmarks.
/// </summary>
public sealed class KillTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Trial _trial;

    public KillTests()
    {
        _trial = new Trial(_folder.Path, rows: 6);
    }

    public void Dispose()
    {
        _trial.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("intent: LinesHalfWritten", 1)]
    [InlineData(KillPlaces.BeforePost, 2)]
    [InlineData(KillPlaces.AfterPostBytes, 3)]
    [InlineData(KillPlaces.AfterAnswer, 1)]
    [InlineData("accepted: LinesHalfWritten", 1)]
    [InlineData("state: LinesHalfWritten", 2)]
    [InlineData(KillPlaces.HalfDownload, 3)]
    [InlineData(KillPlaces.SavedNotRecorded, 2)]
    public async Task A_batch_killed_at_any_step_is_finished_by_the_same_line(string place, int time)
    {
        WorkerRun killed = await _trial.RunAsync("autumn", new KillPoint(place, time));
        Assert.True(killed.WasKilled, string.Join('\n', killed.Output));

        await FinishAsync("autumn");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_batch_killed_again_and_again_is_finished_by_the_same_line(int seed)
    {
        Random dice = new(seed);
        for (int kill = 0; kill < 3; kill++)
        {
            await _trial.RunAsync("autumn", afterRequests: dice.Next(20), afterTime: TimeSpan.FromMilliseconds(dice.Next(15)));
        }

        await FinishAsync("autumn");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Chains_killed_again_and_again_are_finished_by_the_same_line_with_no_link_paid_twice(int seed)
    {
        using TempFolder folder = new();
        using Trial trial = new(folder.Path, rows: 12, honoursKeys: true);
        Random dice = new(seed);
        for (int kill = 0; kill < 3; kill++)
        {
            await trial.RunAsync("film", afterRequests: dice.Next(30), afterTime: TimeSpan.FromMilliseconds(dice.Next(15)), work: WorkKind.Chains);
        }

        WorkerRun end = await trial.RunAsync("film", work: WorkKind.Chains);

        Assert.True(end.ReachedItsEnd, string.Join('\n', end.Output));
        Assert.Equal(new BatchVerdict(Rows: 12, Billed: 12, BilledTwice: 0, Unknown: 0, PaidUnknown: 0, Lost: 0, Forgotten: 0), trial.Judge("film"));
        Assert.Equal(0, trial.BrokenLinks("film"));
    }

    [Fact]
    public void Every_place_is_one_that_some_kind_of_line_or_step_of_the_journal_gives_a_name()
    {
        Assert.Equal(KillPlaces.All.Count, KillPlaces.All.Distinct().Count());
        Assert.All(Enum.GetNames<JournalPoint>(), point => Assert.Contains(KillPlaces.All, place => place.EndsWith(point, StringComparison.Ordinal)));
        Assert.Contains("repeat: LinesOnDisk", KillPlaces.All);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    [InlineData(9)]
    public async Task A_lost_journal_costs_nothing_more_where_keys_are_honoured(int? afterRequests)
    {
        using Trial honouring = new(_folder["honouring"], rows: 4, honoursKeys: true);

        Loss loss = await honouring.LoseAsync("autumn", afterRequests);

        Assert.Equal(new Loss(Rows: 4, Bills: 4, WithoutVideo: 0), loss);
    }

    [Fact]
    public async Task A_lost_journal_costs_every_row_again_where_keys_are_not_honoured() =>
        Assert.Equal(new Loss(Rows: 6, Bills: 12, WithoutVideo: 0), await _trial.LoseAsync("autumn"));

    [Fact]
    public async Task Where_files_keep_no_locks_nothing_is_sent()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has locks on every file system.");
        WorkerRun run = await _trial.RunAsync("autumn", work: WorkKind.NoLocks);

        Assert.Equal(6, run.Output.Count(line => line.StartsWith("fault", StringComparison.Ordinal) && line.Contains("keeps no file locks", StringComparison.Ordinal)));
        Assert.Empty(_trial.Simulator.Bill);
    }

    [Fact]
    public async Task Two_processes_with_one_job_share_its_rows()
    {
        WorkerRun[] runs = await Task.WhenAll(_trial.RunAsync("autumn"), _trial.RunAsync("autumn"));

        Assert.All(runs, run => Assert.True(run.ReachedItsEnd, string.Join('\n', run.Output)));
        Assert.All(runs, run => Assert.Equal(
            _trial.Simulator.Bill.Select(charge => $"submitted {charge.TaskId}").Order(),
            run.Output.Where(line => line.StartsWith("submitted", StringComparison.Ordinal)).Order()));
        BatchVerdict once = new(Rows: 6, Billed: 6, BilledTwice: 0, Unknown: 0, PaidUnknown: 0, Lost: 0, Forgotten: 0);
        Assert.Equal(once, _trial.Judge("autumn"));
    }

    private async Task FinishAsync(string job)
    {
        WorkerRun end = await _trial.RunAsync(job);
        Assert.True(end.ReachedItsEnd, string.Join('\n', end.Output));
        BatchVerdict verdict = _trial.Judge(job);
        Assert.Equal((0, 0, 0), (verdict.BilledTwice, verdict.Lost, verdict.Forgotten));
        Assert.Equal(verdict.Unknown, end.Output.Count(line => line.StartsWith("unknown", StringComparison.Ordinal)));

        if (verdict.Unknown == 0)
        {
            Assert.Equal(6, end.Output.Count(line => line.StartsWith("saved", StringComparison.Ordinal)));
            Assert.Equal(6, _trial.Simulator.Bill.Count);
            return;
        }

        HashSet<string> unknown = _trial.Unknown(job);
        WorkerRun repeated = await _trial.RunAsync(job, work: WorkKind.RetryUnknown);
        Assert.True(repeated.ReachedItsEnd, string.Join('\n', repeated.Output));
        Assert.Equal(6, repeated.Output.Count(line => line.StartsWith("saved", StringComparison.Ordinal)));
        Assert.Empty(_trial.Unknown(job));
        Assert.Equal(
            verdict.PaidUnknown,
            _trial.Simulator.Bill.GroupBy(charge => charge.Prompt).Count(row => row.Count() > 1 && unknown.Contains(row.Key)));
        Assert.Equal(6 + verdict.PaidUnknown, _trial.Simulator.Bill.Count);
    }
}
