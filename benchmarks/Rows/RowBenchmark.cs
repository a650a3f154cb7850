using Apimart.Video.Benchmarks.PowerShell;

namespace Apimart.Video.Benchmarks.Rows;

/// <summary>The property of rows, at length, in PowerShell; it measures what must stay 0.</summary>
internal sealed class RowBenchmark : IBenchmark
{
    public string Name => "rows";

    public string Usage => "rows [TABLES]              tables of made-up rows through New-ApimartVideo: filled cells that are neither used, refused nor carried";

    public Task<int> RunAsync(string[] args)
    {
        (int exitCode, string output) = Shell.RunFile("Rows.ps1", args.Length > 0 ? args[0] : "10000");
        Console.WriteLine(output.Trim());
        return Task.FromResult(exitCode);
    }
}
