using System.Globalization;
using Apimart.Video.Quickstart;

namespace Apimart.Video.Benchmarks.PowerShell;

/// <summary>Runs a script of this folder in a new PowerShell and reads the numbers it prints, a line each.</summary>
internal static class Shell
{
    private static readonly string s_repository = RepositoryRoot.Find();

    private static readonly PowerShellHost s_host =
        PowerShellHost.Find(s_repository, out string reason) ?? throw new InvalidOperationException(reason);

    internal static double[] Run(string script, params string[] arguments)
    {
        (int exitCode, string output) = RunFile(script, arguments);
        return exitCode == 0
            ? [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(line => double.Parse(line, CultureInfo.InvariantCulture))]
            : throw new InvalidOperationException($"{script} ended with {exitCode}: {output}");
    }

    internal static (int ExitCode, string Output) RunFile(string script, params string[] arguments) =>
        s_host.RunFile(Path.Combine(s_repository, "benchmarks", "PowerShell", script), s_repository, arguments);

    /// <summary>The least, the median and the most.</summary>
    internal static string Spread(IReadOnlyCollection<double> values) =>
        string.Create(CultureInfo.InvariantCulture, $"{values.Min():0} / {Median(values):0} / {values.Max():0}");

    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
