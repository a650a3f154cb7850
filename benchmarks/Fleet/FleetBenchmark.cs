using System.Globalization;
using Apimart.Video.FleetTrial;

namespace Apimart.Video.Benchmarks.Fleet;

/// <summary>
/// Eight machines over one journal in PostgreSQL run the same line, while they are killed and stopped, their connections are cut and the
/// database crashes. The simulator honours no Idempotency-Key; its bill is the judge.
/// </summary>
internal sealed class FleetBenchmark : IBenchmark
{
    private const int Machines = 8;
    private const int KillsOfOneJob = 50;
    private const string Speed = "speed";

    /// <summary>Long enough that submits are the limit, and not two processors that eight machines of one computer share.</summary>
    private static readonly TimeSpan s_slowSubmit = TimeSpan.FromSeconds(2);

    public string Name => "fleet";

    public string Usage => "fleet [DESIGN=intent|lease|lock|speed] [ROWS=400] [KILLS=500] [SEED=1]   rows charged twice and money over the limit, where machines share a journal";

    public async Task<int> RunAsync(string[] args)
    {
        string what = args.ElementAtOrDefault(0) ?? "intent";
        int[] numbers = [.. args.Skip(1).Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        int rows = numbers.ElementAtOrDefault(0) is > 0 and var given ? given : 400;
        int kills = numbers.ElementAtOrDefault(1) is > 0 and var wanted ? wanted : 500;
        int seed = numbers.ElementAtOrDefault(2) is > 0 and var dice ? dice : 1;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("apimart-video-fleet-");
        try
        {
            using FleetTrial.Fleet? fleet = FleetTrial.Fleet.Start(folder.FullName, seed, what == Speed ? s_slowSubmit : TimeSpan.FromSeconds(1));
            if (fleet is null)
            {
                Console.Error.WriteLine("PostgreSQL is not here (Debian: postgresql).");
                return 2;
            }

            return what == Speed ? await MeasureSpeedAsync(fleet, rows) : await StrikeAsync(fleet, Enum.Parse<FleetDesign>(what, ignoreCase: true), rows, kills);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> StrikeAsync(FleetTrial.Fleet fleet, FleetDesign design, int rows, int kills)
    {
        List<FleetVerdict> verdicts = [];
        int jobs = (kills + KillsOfOneJob - 1) / KillsOfOneJob;
        for (int job = 0; job < jobs; job++)
        {
            // For 500 kills: 100 stops, 50 cuts, 5 crashes of the database.
            int own = (kills * (job + 1) / jobs) - (kills * job / jobs);
            Strikes strikes = new(own, Math.Max(1, own / 5), Math.Max(1, own / 10), job % 2);
            FleetVerdict verdict = await fleet.RunAsync($"{design} job {job}", Machines, rows, strikes, design, part: job % 2 == 0 ? 1 : 0.8m);
            verdicts.Add(verdict);
            Console.WriteLine(verdict with { Faults = [] });
            foreach (string fault in verdict.Faults.Take(3))
            {
                Console.WriteLine($"  {fault}");
            }
        }

        Console.WriteLine(
            $"{verdicts.Sum(one => one.Struck)} strikes at {verdicts.Sum(one => one.Rows)} rows: {verdicts.Sum(one => one.ChargedTwice)} charged twice, "
            + $"{verdicts.Count(one => one.Spent > one.MaxCost)} jobs over their limit, {verdicts.Sum(one => one.Unrecorded)} charges nobody knows, "
            + $"{verdicts.Sum(one => one.Unknown)} unknown of {verdicts.Sum(one => one.InFlight)} in flight when struck, {verdicts.Sum(one => one.Groundless)} without a strike, {verdicts.Sum(one => one.Unsaved)} not saved, {verdicts.Sum(one => one.Surplus)} files too many");
        return design == FleetDesign.Intent ? (verdicts.TrueForAll(one => one.Holds) ? 0 : 1) : (verdicts.Sum(one => one.ChargedTwice) > 0 ? 0 : 1);
    }

    private static async Task<int> MeasureSpeedAsync(FleetTrial.Fleet fleet, int rows)
    {
        (TimeSpan aloneReady, TimeSpan aloneStart) = await fleet.RaceAsync("alone", machines: 1, rows);
        (TimeSpan ready, TimeSpan start) = await fleet.RaceAsync("together", Machines, rows);
        Console.WriteLine(
            $"{rows} rows, submits of {s_slowSubmit.TotalSeconds:0} s, one at a time: one machine {aloneReady.TotalSeconds:0.0} s, {Machines} machines {ready.TotalSeconds:0.0} s, {aloneReady / ready:0.0} times as fast; "
            + $"with the start of their processes on this one computer {aloneStart.TotalSeconds:0.0} s and {start.TotalSeconds:0.0} s, {aloneStart / start:0.0} times");
        return aloneReady / ready >= 6 ? 0 : 1;
    }
}
