using System.Globalization;

namespace Apimart.Video.Benchmarks.PowerShell;

/// <summary>
/// A plan of many rows of three models, from a CSV file, in a new session whose prices are read from a server. What is held against the goal
/// is the processor's time, which stays the same on a machine that does other things; on a quiet one the clock shows no more.
/// </summary>
internal sealed class PlanBenchmark : IBenchmark
{
    private const double Goal = 3;
    private const int Rounds = 3;

    public string Name => "plan";

    public string Usage => "plan [ROWS]                a plan of 4,000 rows of a CSV file: goal 3 s; its view; and three models side by side";

    public Task<int> RunAsync(string[] args)
    {
        int rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 4000;
        using SimulatorProcess simulator = new();
        double[][] own = [.. Enumerable.Range(0, Rounds).Select(_ => Shell.Run("Plan.ps1", simulator.Address!, Text(rows), string.Empty))];
        double[] several = Shell.Run("Plan.ps1", simulator.Address!, Text(rows), "sora-2,veo3.1-fast,Omni-Flash-Ext");
        double seconds = Shell.Median(own.Select(run => run[0]));
        double work = Shell.Median(own.Select(run => run[1]));
        bool met = work <= Goal;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows} rows planned: {work:0.00} s of the processor (median of {Rounds}; goal for 4,000: {Goal} s) {(met ? "met" : "MISSED")}; by the clock {seconds:0.00} s"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"their view: {Shell.Median(own.Select(run => run[2])):0.00} s by the clock; three models side by side: {several[1]:0.00} s of the processor"));
        return Task.FromResult(met ? 0 : 1);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
