using System.Text.RegularExpressions;
using Apimart.Video.Quickstart;

namespace Apimart.Video.Tests;

/// <summary>Holds the guide to the simulator to the faults that it reads.</summary>
public sealed partial class SimulatorGuideTests
{
    [Fact]
    public void The_guide_lists_just_the_kinds_of_faults_that_there_are()
    {
        string repository = RepositoryRoot.Find();
        string source = File.ReadAllText(Path.Combine(repository, "src", "Apimart.Video.Simulator", "Faults", "FaultText.cs"));
        string guide = File.ReadAllText(Path.Combine(repository, "docs", "guides", "simulator.md")).ReplaceLineEndings("\n");
        string table = guide[guide.IndexOf("| kind |", StringComparison.Ordinal)..];
        table = table[..table.IndexOf("\n\n", StringComparison.Ordinal)];
        Assert.Equal(
            Known().Matches(source).Select(match => match.Groups["kind"].Value).Order(StringComparer.Ordinal),
            Listed().Matches(table).Select(match => match.Groups["kind"].Value).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"\[""(?<kind>[a-z-]+)""\] = FaultKind\.")]
    private static partial Regex Known();

    [GeneratedRegex(@"(?<=\n)\| `(?<kind>[a-z-]+)")]
    private static partial Regex Listed();
}
