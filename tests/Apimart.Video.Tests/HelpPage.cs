using System.Text.RegularExpressions;

namespace Apimart.Video.Tests;

/// <summary>A cmdlet's page in docs/en-US, as far as its sections for machines go.</summary>
internal sealed partial class HelpPage
{
    private readonly string _text;

    private HelpPage(string text)
    {
        _text = text;
    }

    internal IEnumerable<string> OutputTypes =>
        Headings().Matches(Section("OUTPUTS")).Select(match => match.Groups["text"].Value).Where(name => name != "None");

    internal IEnumerable<ParameterMetadata> Parameters =>
        Parameter().Matches(Section("PARAMETERS")).Select(match => ReadParameter(match.Groups["name"].Value, match.Groups["yaml"].Value));

    internal static HelpPage Read(string repository, string cmdlet) =>
        new(File.ReadAllText(Path.Combine(repository, "docs", "en-US", $"{cmdlet}.md")).ReplaceLineEndings("\n"));

    private static ParameterMetadata ReadParameter(string name, string yaml) => new()
    {
        Name = name,
        Type = Nullable().Replace(Value(yaml, "Type"), "${name}[${inner}]"),
        Aliases = [.. AliasList().Match(yaml).Groups["item"].Captures.Select(item => item.Value)],
        SupportsWildcards = Value(yaml, "SupportsWildcards") == "true",
        Sets = [.. Set().Matches(yaml).Select(match => ReadSet(match.Value))],
    };

    private static ParameterSetMetadata ReadSet(string yaml) => new(
        Value(yaml, "- Name"),
        Value(yaml, "  Position"),
        Value(yaml, "  IsRequired") == "true",
        Value(yaml, "  ValueFromPipeline") == "true",
        Value(yaml, "  ValueFromPipelineByPropertyName") == "true");

    private static string Value(string yaml, string key) =>
        yaml.Split('\n').Single(line => line.StartsWith(key + ": ", StringComparison.Ordinal))[(key.Length + 2)..].Trim();

    private string Section(string name) =>
        Regex.Match(_text, $@"\n## {name}\n(?<body>.*?)(?=\n## |\z)", RegexOptions.Singleline).Groups["body"].Value;

    [GeneratedRegex(@"(?<=\n)### (?<text>[^\n]+)")]
    private static partial Regex Headings();

    [GeneratedRegex(@"(?<=\n)### -(?<name>\w+)\n.*?```yaml\n(?<yaml>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"Aliases:\n(- (?<item>\w+)\n)+")]
    private static partial Regex AliasList();

    [GeneratedRegex(@"- Name: .*\n(  .*\n)+")]
    private static partial Regex Set();

    [GeneratedRegex(@"(?<name>\w+(\.\w+)*`1)\[(?<inner>[^\]]+)\]")]
    private static partial Regex Nullable();
}
