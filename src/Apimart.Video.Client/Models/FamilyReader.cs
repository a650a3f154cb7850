using System.Text.Json;

namespace Apimart.Video.Models;

/// <summary>Reads a catalogue file.</summary>
internal static class FamilyReader
{
    private static readonly JsonDocumentOptions s_options = new() { CommentHandling = JsonCommentHandling.Skip };

    /// <param name="stream">The file's text, UTF-8.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <exception cref="JsonException">The file is not JSON, or something in it is missing, wrong or unknown.</exception>
    internal static ModelFamily Read(Stream stream, string file)
    {
        using JsonDocument document = JsonDocument.Parse(stream, s_options);
        return CatalogueObject.ReadWhole(document.RootElement, file, ReadFamily);
    }

    private static ModelFamily ReadFamily(CatalogueObject file) => new()
    {
        Family = file.Text("family"),
        Vendor = file.Text("vendor"),
        Source = file.Text("source"),
        Standing = file.Word<Standing>("standing"),
        Models = file.Has("models") ? file.Objects("models", ReadEntry) : throw file.Missing("models"),
        Parameters = file.Objects("parameters", ReadParameter),
        PromptRules = file.Objects("promptRules", RuleReader.ReadParameterRule),
        PromptOptional = file.Flag("promptOptional"),
        Rules = file.Objects("rules", RuleReader.ReadRequestRule),
        Remix = file.OptionalObject("remix", ReadRemix),
    };

    private static RemixEntry ReadRemix(CatalogueObject remix) => new()
    {
        Source = remix.Text("source"),
        Standing = remix.Word<Standing>("standing"),
        Parameters = remix.Objects("parameters", ReadParameter),
    };

    private static ModelEntry ReadEntry(CatalogueObject entry) => new()
    {
        Name = entry.Text("name"),
        Description = entry.Text("description"),
        Source = entry.OptionalText("source"),
        Standing = entry.OptionalText("source") is null ? null : entry.Word<Standing>("standing"),
        Prices = entry.Objects("prices", PriceQuoteReader.Read),
        UsualTime = entry.OptionalObject("usualTime", ReadUsualTime),
        Aliases = entry.OptionalTexts("aliases").AddRange(entry.OptionalTexts("olderNames")),
        OlderNames = entry.OptionalTexts("olderNames"),
        Parameters = entry.Objects("parameters", ReadParameter),
        Without = entry.OptionalTexts("without"),
        PromptRules = entry.Has("promptRules") ? entry.Objects("promptRules", RuleReader.ReadParameterRule) : null,
        PromptOptional = entry.OptionalFlag("promptOptional"),
        Rules = entry.Objects("rules", RuleReader.ReadRequestRule),
    };

    private static UsualTime ReadUsualTime(CatalogueObject time)
    {
        int from = time.Integer("fromSeconds") ?? throw time.Missing("fromSeconds");
        int to = time.Integer("toSeconds") ?? throw time.Missing("toSeconds");
        return from > 0 && to > from
            ? new UsualTime(
                TimeSpan.FromSeconds(from),
                TimeSpan.FromSeconds(to),
                time.Integer("firstPollSeconds") is { } first ? TimeSpan.FromSeconds(first) : null,
                time.Text("source"),
                time.Word<Standing>("standing"))
            : throw time.Fault("does not go from above 0 to more");
    }

    private static VideoModelParameter ReadParameter(CatalogueObject parameter) => new()
    {
        Name = parameter.Text("name"),
        WireName = parameter.Text("wireName"),
        Type = parameter.Word<ParameterType>("type"),
        Description = parameter.Text("description"),
        Aliases = parameter.OptionalTexts("aliases"),
        Default = parameter.OptionalText("default"),
        Required = parameter.Flag("required"),
        Source = parameter.OptionalText("source"),
        Standing = parameter.Word<Standing>("standing"),
        WireAliases = parameter.OptionalTexts("wireAliases"),
        PathName = parameter.OptionalText("pathName"),
        IsEarlierTask = parameter.Flag("earlierTask"),
        ContinuesVideo = parameter.Flag("continues"),
        IsFirstFrame = parameter.Flag("firstFrame"),
        EarlierTaskDays = parameter.Integer("earlierTaskDays"),
        YieldsTo = parameter.OptionalTexts("yieldsTo"),
        Lines = parameter.OptionalNumbers("lines"),
        Rules = parameter.Objects("rules", RuleReader.ReadParameterRule),
    };
}
