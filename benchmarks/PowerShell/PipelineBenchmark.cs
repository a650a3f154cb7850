using System.Globalization;

namespace Apimart.Video.Benchmarks.PowerShell;

/// <summary>Twenty tasks through New, Wait and Save beside one, in PowerShell: the same time if all of it overlaps.</summary>
internal sealed class PipelineBenchmark : IBenchmark
{
    private const double QuickGoal = 3.5;

    public string Name => "pipeline";

    public string Usage => "pipeline   one task of 1 second, and 20 tasks of 5 seconds each beside one, through New | Wait | Save";

    public Task<int> RunAsync(string[] args)
    {
        using SimulatorProcess quick = new("--task-duration", "1");
        double second = Shell.Run("Pipeline.ps1", quick.Address!, "1")[0];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"1 task of 1 s: {second:0.0} s (goal: {QuickGoal} s) {(second <= QuickGoal ? "met" : "MISSED")}"));
        using SimulatorProcess simulator = new("--task-duration", "5");
        double one = Shell.Run("Pipeline.ps1", simulator.Address!, "1")[0];
        double twenty = Shell.Run("Pipeline.ps1", simulator.Address!, "20")[0];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"1 task {one:0.0} s, 20 tasks {twenty:0.0} s"));
        return Task.FromResult(second <= QuickGoal ? 0 : 1);
    }
}
