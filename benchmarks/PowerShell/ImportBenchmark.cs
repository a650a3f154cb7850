using System.Diagnostics;
using System.Globalization;

namespace Apimart.Video.Benchmarks.PowerShell;

/// <summary>What importing the module adds to the start of PowerShell, and what the first submit of a session costs.</summary>
internal sealed class ImportBenchmark : IBenchmark
{
    private const int Rounds = 10;
    private const double ImportGoal = 40;
    private const double SubmitGoal = 150;

    public string Name => "import";

    public string Usage => "import   start of PowerShell with and without the module, in turn; the first submit of a session";

    public Task<int> RunAsync(string[] args)
    {
        using SimulatorProcess simulator = new();
        List<double> bare = [];
        List<double> imported = [];
        List<double> first = [];
        List<double> second = [];
        for (int round = 0; round < Rounds + 1; round++)
        {
            double without = Time("Start.ps1");
            double with = Time("Import.ps1");
            double[] submits = Shell.Run("Submit.ps1", simulator.Address!);
            if (round > 0)
            {
                bare.Add(without);
                imported.Add(with);
                first.Add(submits[0]);
                second.Add(submits[1]);
            }
        }

        double added = Shell.Median(imported.Zip(bare, (with, without) => with - without));
        double submit = Shell.Median(first.Zip(second, (cold, warm) => cold - warm));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bare start             {Shell.Median(bare),6:0} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"with Import-Module     {Shell.Median(imported),6:0} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"added, median of pairs {added,6:0} ms   goal {ImportGoal}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first submit           {Shell.Median(first),6:0} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"second submit          {Shell.Median(second),6:0} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"over the second        {submit,6:0} ms   goal {SubmitGoal}"));
        return Task.FromResult(added <= ImportGoal && submit <= SubmitGoal ? 0 : 1);
    }

    private static double Time(string script)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Shell.Run(script);
        return watch.Elapsed.TotalMilliseconds;
    }
}
