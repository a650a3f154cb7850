using System.Text.RegularExpressions;
using Apimart.Video.Quickstart;

namespace Apimart.Video.Tests;

/// <summary>Holds the cmdlets, their pages and the manifest to each other, with no PowerShell needed.</summary>
public sealed partial class CmdletMetadataTests
{
    private static readonly string s_repository = RepositoryRoot.Find();

    public static TheoryData<string> Names => [.. CmdletMetadata.ReadAll().Select(cmdlet => cmdlet.Name).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_page_describes_the_parameters_that_the_cmdlet_has(string name)
    {
        CmdletMetadata cmdlet = Find(name);
        string[] declared = Texts(cmdlet.Parameters);
        HashSet<string> own = [.. cmdlet.Parameters.Select(parameter => parameter.Name)];
        string[] described = Texts(HelpPage.Read(s_repository, name).Parameters
            .Where(parameter => own.Contains(parameter.Name) || !cmdlet.HasDynamicParameters));
        Assert.Equal(declared, described);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_page_names_the_output_types_that_the_cmdlet_declares(string name) =>
        Assert.Equal(
            Find(name).OutputTypes.Order(StringComparer.Ordinal),
            HelpPage.Read(s_repository, name).OutputTypes.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_number_is_read_by_the_one_rule(string name) => Assert.Empty(Find(name).NumbersByAnotherRule);

    [Fact]
    public void The_manifest_exports_every_cmdlet_and_nothing_else()
    {
        string manifest = File.ReadAllText(Path.Combine(s_repository, "Apimart.Video.psd1"));
        string list = CmdletList().Match(manifest).Groups["names"].Value;
        Assert.Equal(
            CmdletMetadata.ReadAll().Select(cmdlet => cmdlet.Name).Order(StringComparer.Ordinal),
            Quoted().Matches(list).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_page_of_a_cmdlet_has_its_cmdlet() =>
        Assert.Equal(
            CmdletMetadata.ReadAll().Select(cmdlet => cmdlet.Name).Order(StringComparer.Ordinal),
            Directory.GetFiles(Path.Combine(s_repository, "docs", "en-US"), "*-*.md")
                .Select(path => Path.GetFileNameWithoutExtension(path)!)
                .Order(StringComparer.Ordinal));

    private static CmdletMetadata Find(string name) => CmdletMetadata.ReadAll().Single(cmdlet => cmdlet.Name == name);

    private static string[] Texts(IEnumerable<ParameterMetadata> parameters) =>
        [.. parameters.Select(parameter => parameter.ToString()).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"CmdletsToExport\s*=\s*@\((?<names>[^)]*)\)")]
    private static partial Regex CmdletList();

    [GeneratedRegex("'(?<name>[^']+)'")]
    private static partial Regex Quoted();
}
