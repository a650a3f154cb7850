using System.Text.Json;
using Apimart.Video.Quickstart;

namespace Apimart.Video.Tests;

/// <summary>Runs the Pester files beside this project in real PowerShell and reports each of their tests as one.</summary>
public sealed class PesterSuite
{
    public static IEnumerable<TheoryDataRow<PesterResult>> Results()
    {
        string repository = RepositoryRoot.Find();
        if (PowerShellHost.Find(repository, out string reason) is not { } pwsh)
        {
            yield return new TheoryDataRow<PesterResult>(new PesterResult("All Pester tests", "Skipped", reason));
            yield break;
        }

        string folder = Path.Combine(repository, "tests", "Apimart.Video.Tests");
        string report = Path.GetTempFileName();
        (int exitCode, string output) = pwsh.RunFile(Path.Combine(folder, "Invoke-Suite.ps1"), repository, "-ReportPath", report);
        string json = File.ReadAllText(report);
        File.Delete(report);
        PesterResult[] results = json.Length > 0
            ? JsonSerializer.Deserialize(json, PesterJsonContext.Default.PesterResultArray)!
            : [new PesterResult("The Pester suite runs", "Failed", $"PowerShell ended with exit code {exitCode}.\n{output}")];
        foreach (PesterResult result in results)
        {
            yield return new TheoryDataRow<PesterResult>(result);
        }
    }

    [Theory]
    [MemberData(nameof(Results), DisableDiscoveryEnumeration = true)]
    public void Pester(PesterResult test)
    {
        Assert.SkipWhen(test.Result == "Skipped", test.Message ?? "The test skipped itself.");
        Assert.True(test.Result == "Passed", test.Message);
    }
}
