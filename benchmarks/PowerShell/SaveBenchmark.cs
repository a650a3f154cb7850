using System.Diagnostics;
using System.Globalization;
using Apimart.Video.Benchmarks.Download;

namespace Apimart.Video.Benchmarks.PowerShell;

/// <summary>1 GiB through Save-ApimartVideo in PowerShell, in turn with curl, and the memory beside that of an empty PowerShell.</summary>
internal sealed class SaveBenchmark : IBenchmark
{
    private const int Rounds = 5;
    private const long GiB = 1024L * 1024 * 1024;

    public string Name => "save";

    public string Usage => "save   1 GiB through Save-ApimartVideo, in turn with curl";

    public Task<int> RunAsync(string[] args)
    {
        string folder = Directory.CreateTempSubdirectory("apimart-save").FullName;
        using SimulatorProcess simulator = new("--task-duration", "0.1", "--video-bytes", GiB.ToString(CultureInfo.InvariantCulture));
        using HostProcess host = new();
        try
        {
            double empty = Shell.Run("Empty.ps1")[0];
            List<double> saved = [];
            List<double> curl = [];
            double peak = 0;
            for (int round = 0; round < Rounds; round++)
            {
                double[] ours = Shell.Run("Save.ps1", simulator.Address!, folder);
                saved.Add(ours[0]);
                peak = Math.Max(peak, ours[1]);
                Stopwatch watch = Stopwatch.StartNew();
                Curl.Fetch([host.FileOf(GiB)], folder, atOnce: 1);
                curl.Add(watch.Elapsed.TotalSeconds);
            }

            double ratio = Shell.Median(saved.Zip(curl, (our, its) => our / its));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Save-ApimartVideo {Shell.Median(saved):0.00} s, curl {Shell.Median(curl):0.00} s, ratio {ratio:0.00}; "
                    + $"peak {peak:0} MiB, an empty PowerShell {empty:0} MiB"));
            return Task.FromResult(0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
