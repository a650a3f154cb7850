using System.Globalization;

namespace Apimart.Video.Benchmarks.PowerShell;

/// <summary>Twenty tasks through New, Wait and Save beside one, in PowerShell: the same time if all of it overlaps.</summary>
internal sealed class PipelineBenchmark : IBenchmark
{
    public string Name => "pipeline";

    public string Usage => "pipeline   20 tasks of 5 seconds each through New | Wait | Save, beside one";

    public Task<int> RunAsync(string[] args)
    {
        using SimulatorProcess simulator = new("--task-duration", "5");
        double one = Shell.Run("Pipeline.ps1", simulator.Address!, "1")[0];
        double twenty = Shell.Run("Pipeline.ps1", simulator.Address!, "20")[0];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"1 task {one:0.0} s, 20 tasks {twenty:0.0} s"));
        return Task.FromResult(0);
    }
}
