using Apimart.Video.Client.Tests.Support;
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
    [InlineData(KillPlace.BeforeSend, 2)]
    [InlineData(KillPlace.AfterAnswer, 1)]
    [InlineData(KillPlace.JournalWrite, 1)]
    [InlineData(KillPlace.JournalWrite, 7)]
    [InlineData(KillPlace.Download, 3)]
    [InlineData(KillPlace.AfterSave, 2)]
    public async Task A_batch_killed_at_any_step_is_finished_by_the_same_line(KillPlace place, int time)
    {
        WorkerRun killed = await _trial.RunAsync("autumn", new KillPoint(place, time));
        Assert.False(killed.ReachedItsEnd, string.Join('\n', killed.Output));

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

        HashSet<string> unknown = _trial.Unknown(job);
        WorkerRun repeated = await _trial.RunAsync(job, retryUnknown: true);
        Assert.True(repeated.ReachedItsEnd, string.Join('\n', repeated.Output));
        Assert.Equal(6, repeated.Output.Count(line => line.StartsWith("saved", StringComparison.Ordinal)));
        Assert.Empty(_trial.Unknown(job));
        Assert.Equal(
            verdict.PaidUnknown,
            _trial.Simulator.Bill.GroupBy(charge => charge.Prompt).Count(row => row.Count() > 1 && unknown.Contains(row.Key)));
        Assert.Equal(6 + verdict.PaidUnknown, _trial.Simulator.Bill.Count);
    }
}
