using System.Reflection;
using System.Text.Json;
using Apimart.Video.Quickstart;

namespace Apimart.Video.Tests;

/// <summary>
/// Runs the Pester files beside this project in real PowerShell, as many processes as there are processors, and reports each of their
/// tests as one. The processes claim files, so that none waits while another has work left.
/// </summary>
public sealed class PesterSuite
{
    private const string Whole = "All Pester tests";

    private static readonly string? s_pester = typeof(PesterSuite).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .SingleOrDefault(data => data.Key == "Pester")?.Value;

    public static IEnumerable<TheoryDataRow<PesterResult>> Results() => Run().Select(result => new TheoryDataRow<PesterResult>(result));

    [Theory]
    [MemberData(nameof(Results), DisableDiscoveryEnumeration = true)]
    public void Pester(PesterResult test)
    {
        bool mayBeMissing = test.Name != Whole || Environment.GetEnvironmentVariable("APIMART_TEST_REQUIRE_PESTER") is null;
        Assert.SkipWhen(test.Result == "Skipped" && mayBeMissing, test.Message ?? "The test skipped itself.");
        Assert.True(test.Result == "Passed", test.Message);
    }

    private static PesterResult[] Run()
    {
        string repository = RepositoryRoot.Find();
        if (PowerShellHost.Find(repository, out string reason) is not { } pwsh)
        {
            return [new PesterResult(Whole, "Skipped", reason)];
        }

        if (!Directory.Exists(s_pester))
        {
            return [new PesterResult(Whole, "Skipped", "Pester is not here: the restore could not bring its package.")];
        }

        string folder = Path.Combine(repository, "tests", "Apimart.Video.Tests");
        // Most of what runs there runs a few times: to watch it for what runs often, and to compile that anew, costs a third of all processor time.
        Environment.SetEnvironmentVariable("DOTNET_TieredPGO", "0");
        Environment.SetEnvironmentVariable("DOTNET_TC_CallCounting", "0");
        string reports = Directory.CreateTempSubdirectory("apimart-video-pester-").FullName;
        try
        {
            (int ExitCode, string Output)[] runs = Enumerable.Range(0, Environment.ProcessorCount)
                .Select(_ => Task.Factory.StartNew(
                    () => pwsh.RunFile(Path.Combine(folder, "Invoke-Suite.ps1"), repository, "-ReportFolder", reports, "-PesterPath", s_pester),
                    TaskCreationOptions.LongRunning))
                .ToArray()
                .Select(running => running.Result)
                .ToArray();
            string said = string.Join('\n', runs.Select(run => $"PowerShell ended with exit code {run.ExitCode}.\n{run.Output}"));
            return [.. Directory.GetFiles(folder, "*.Tests.ps1").Order().SelectMany(file => Read(file, reports, said))];
        }
        finally
        {
            Directory.Delete(reports, recursive: true);
        }
    }

    private static PesterResult[] Read(string file, string reports, string said)
    {
        string report = Path.Combine(reports, Path.GetFileName(file) + ".json");
        return File.Exists(report)
            ? JsonSerializer.Deserialize(File.ReadAllText(report), PesterJsonContext.Default.PesterResultArray)!
            : [new PesterResult(Path.GetFileName(file), "Failed", $"The file was not run to its end. {said}")];
    }
}
