using System.Text.RegularExpressions;
using Apimart.Video.Quickstart;

namespace Apimart.Video.Tests;

/// <summary>Holds docs/errors.md to the errors that the code can write.</summary>
public sealed partial class ErrorPageTests
{
    private static readonly string s_repository = RepositoryRoot.Find();
    private static readonly string s_page = File.ReadAllText(Path.Combine(s_repository, "docs", "errors.md")).ReplaceLineEndings("\n");

    [Fact]
    public void The_page_lists_every_error_that_the_cmdlets_make()
    {
        (string Id, string Category)[] made = [.. Sources("Apimart.Video")
            .SelectMany(text => Made().Matches(text))
            .Select(match => (match.Groups["id"].Value, match.Groups["category"].Value))];
        Assert.Contains(("NoApiKey", "AuthenticationError"), made);
        Assert.DoesNotContain(made, error => !Rows(error.Id).Any(row => row.Contains(error.Category, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_page_lists_every_fault_of_saving() =>
        Assert.Empty(Missing(EnumNames("Apimart.Video.Downloads.SaveFault")));

    [Fact]
    public void The_page_lists_every_kind_of_fault_of_the_api() =>
        Assert.Empty(Missing(EnumNames("Apimart.Video.Api.ApimartErrorKind").Select(kind => kind == "NotFound" ? "TaskNotFound" : kind)));

    [Fact]
    public void The_page_lists_every_problem_of_a_request()
    {
        string[] ids = [.. Sources("Apimart.Video.Client").SelectMany(text => Problem().Matches(text)).Select(match => match.Groups["id"].Value)];
        Assert.Contains("EmptyPrompt", ids);
        Assert.Empty(Missing(ids));
    }

    [Fact]
    public void The_page_lists_every_word_that_the_catalogue_takes_over_from_the_api()
    {
        string families = Path.Combine(s_repository, "src", "Apimart.Video.Client", "Models", "Families");
        string[] words = [.. Directory.GetFiles(families, "*.json")
            .SelectMany(path => ApiCode().Matches(File.ReadAllText(path)))
            .Select(match => match.Groups["word"].Value)];
        Assert.Contains("invalid_duration", words);
        Assert.Empty(Missing(words.Select(word => string.Concat(word.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..])))));
    }

    private static IEnumerable<string> Missing(IEnumerable<string> ids) => ids.Distinct().Where(id => !Rows(id).Any());

    private static IEnumerable<string> Rows(string id) =>
        s_page.Split('\n').Where(line => line.StartsWith('|') && line.Split('|')[1].Contains($"`{id}`", StringComparison.Ordinal));

    private static IEnumerable<string> EnumNames(string type) =>
        ModuleMetadata.Client.GetType(type, throwOnError: true)!
            .GetFields()
            .Where(field => field.IsLiteral)
            .Select(field => field.Name);

    private static IEnumerable<string> Sources(string project) =>
        Directory.GetFiles(Path.Combine(s_repository, "src", project), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText);

    [GeneratedRegex(@"""(?<id>[A-Z]\w+)"",\s*ErrorCategory\.(?<category>\w+)")]
    private static partial Regex Made();

    [GeneratedRegex(@"new RequestProblem\(\s*""(?<id>\w+)""")]
    private static partial Regex Problem();

    [GeneratedRegex(@"""apiCode"":\s*""(?<word>\w+)""")]
    private static partial Regex ApiCode();
}
