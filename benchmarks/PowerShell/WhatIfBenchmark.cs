using System.Globalization;

namespace Apimart.Video.Benchmarks.PowerShell;

/// <summary>Rows of mixed models through New-ApimartVideo -WhatIf, and a completion, in processor time; beside another build of the module where one is named.</summary>
internal sealed class WhatIfBenchmark : IBenchmark
{
    private const int Rounds = 5;

    private static readonly int[] s_counts = [1000, 2000, 4000, 8000];

    public string Name => "whatif";

    public string Usage => "whatif [MODULE]            1,000 to 8,000 rows of mixed models through -WhatIf, and a completion; beside another build where its folder is given";

    public Task<int> RunAsync(string[] args)
    {
        string own = Path.GetFullPath(Path.Combine(Quickstart.RepositoryRoot.Find(), "out", "Apimart.Video"));
        string[] modules = [own, .. args.Take(1).Select(Path.GetFullPath)];
        List<double[]>[] runs = [.. modules.Select(_ => new List<double[]>())];
        for (int round = 0; round < Rounds; round++)
        {
            for (int module = 0; module < modules.Length; module++)
            {
                runs[module].Add(Shell.Run("WhatIf.ps1", modules[module], string.Join(',', s_counts)));
            }
        }

        for (int at = 0; at <= s_counts.Length; at++)
        {
            double[] medians = [.. runs.Select(run => Shell.Median(run.Select(figures => figures[at])))];
            string what = at < s_counts.Length ? string.Create(CultureInfo.InvariantCulture, $"{s_counts[at]} rows") : "a completion";
            string perRow = at < s_counts.Length ? string.Create(CultureInfo.InvariantCulture, $", {medians[0] / s_counts[at]:0.000} ms a row") : string.Empty;
            string beside = medians.Length > 1
                ? string.Create(CultureInfo.InvariantCulture, $"; the other build {medians[1]:0.0} ms; {medians[0] / medians[1]:0.00} times")
                : string.Empty;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {medians[0]:0.0} ms{perRow}{beside}"));
        }

        return Task.FromResult(0);
    }
}
