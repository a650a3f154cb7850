using Apimart.Video.Client.Tests.Support;
using Apimart.Video.FleetTrial;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>
/// Machines that share a journal run the same line and are struck meanwhile; the simulator honours no Idempotency-Key, and its bill is
/// the judge. The long form is in the benchmarks.
/// </summary>
public sealed class FleetTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_fleet_that_is_struck_pays_for_no_row_twice_keeps_within_its_limit_and_saves_what_it_paid_for()
    {
        using Fleet? fleet = Fleet.Start(_folder.Path, seed: 1, TimeSpan.FromMilliseconds(600));
        Assert.SkipWhen(fleet is null, PostgresServer.Missing);

        FleetVerdict verdict = await fleet.RunAsync("autumn", machines: 2, rows: 12, new Strikes(Kills: 2, Stops: 1, Cuts: 1, Restarts: 1), part: 0.9m);

        Assert.True(verdict.Holds, $"{verdict}\n{string.Join('\n', verdict.Faults)}");
        Assert.InRange(verdict.Charged, 1, 10);
    }
}
