using System.Collections.Immutable;

namespace Apimart.Video.Models;

/// <summary>One parameter of a model: its name for the user, its name on the wire, its type and its rules.</summary>
public sealed class VideoModelParameter
{
    /// <summary>The name a user writes; the same for every model that has the thing.</summary>
    public required string Name { get; init; }

    /// <summary>The field of the request body; a dot leads into an object: <c>metadata.audio_setting</c>.</summary>
    public required string WireName { get; init; }

    /// <summary>Other fields of the body that mean the same; given together they have to agree.</summary>
    public ImmutableArray<string> WireAliases { get; init; } = [];

    /// <summary>The type of the field in JSON.</summary>
    public required ParameterType Type { get; init; }

    /// <summary>What the parameter does, in one sentence.</summary>
    public required string Description { get; init; }

    /// <summary>Other names under which a user may write it.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>What the server uses when nothing is sent, as the document states it; never sent by this client.</summary>
    public string? Default { get; init; }

    /// <summary>Whether the server refuses a request without it.</summary>
    public bool Required { get; init; }

    /// <summary>Where the parameter comes from.</summary>
    public string? Source { get; init; }

    /// <summary>How sure the source is.</summary>
    public required Standing Standing { get; init; }

    /// <summary>The parameter that takes the same pictures from the disk, such as <c>ImagePath</c>; null where there is none.</summary>
    public string? PathName { get; init; }

    /// <summary>Whether the value is the id of an earlier task that the video goes on from.</summary>
    public bool IsEarlierTask { get; init; }

    /// <summary>Whether the video begins where that earlier task's video ends, rather than being made of a draft.</summary>
    public bool ContinuesVideo { get; init; }

    /// <summary>Whether one picture given here is the one that the video starts from.</summary>
    public bool IsFirstFrame { get; init; }

    /// <summary>How many days an earlier task may be gone on from, where that is documented.</summary>
    public int? EarlierTaskDays { get; init; }

    /// <summary>The parameters in whose presence the model, by its document, goes by them and not by this one.</summary>
    internal ImmutableArray<string> YieldsTo { get; init; } = [];

    /// <summary>How many lines a picture has by words of the model's own such as <c>pro</c>, in lower case.</summary>
    internal IReadOnlyDictionary<string, int> Lines { get; init; } = new Dictionary<string, int>();

    /// <summary>What a value has to satisfy.</summary>
    public ImmutableArray<ParameterRule> Rules { get; init; } = [];

    /// <summary>The values the model takes, or empty where no list is documented.</summary>
    public ImmutableArray<string> Values =>
        Rules.OfType<OneOfRule>().FirstOrDefault(rule => rule.Refuses)?.Values ?? [];

    /// <summary>The values worth offering: those the model takes, else those it is known to take.</summary>
    public ImmutableArray<string> SuggestedValues =>
        Values is { IsEmpty: false } taken ? taken : Rules.OfType<OneOfRule>().FirstOrDefault()?.Values ?? [];

    /// <summary>The smallest number the model takes, where one is documented.</summary>
    public double? Minimum => Rules.OfType<RangeRule>().FirstOrDefault(rule => rule.Refuses)?.Minimum;

    /// <summary>The largest number the model takes, where one is documented.</summary>
    public double? Maximum => Rules.OfType<RangeRule>().FirstOrDefault(rule => rule.Refuses)?.Maximum;

    /// <summary>What the model takes, in words, and failing a strict list the values that are offered; empty where no rule is known.</summary>
    public string Takes => string.Join("; ", Rules
        .Where(rule => rule.Refuses || (rule is OneOfRule && Values.IsEmpty))
        .Select(rule => rule.Allowed)
        .Distinct());

    /// <summary>Whether a document says that a picture may be sent within the request, and nothing raises a doubt of it.</summary>
    internal bool TakesDataUri =>
        Rules.OfType<UrlRule>().Any()
        && Rules.OfType<UrlRule>().All(rule => rule is { DataUri: true, Standing: Standing.Seed or Standing.Documented });

    /// <summary>Whether <paramref name="name"/> is the parameter's name, an alias or its name on the wire.</summary>
    public bool IsNamed(string name) =>
        Name.Equals(name, StringComparison.OrdinalIgnoreCase)
        || WireName.Equals(name, StringComparison.OrdinalIgnoreCase)
        || WireAliases.Contains(name, StringComparer.OrdinalIgnoreCase)
        || Aliases.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the parameter's name.</summary>
    public override string ToString() => Name;
}

/// <summary>The JSON type of a request field.</summary>
public enum ParameterType
{
    /// <summary>A JSON string.</summary>
    String,

    /// <summary>A JSON number without a fraction, never in quotes.</summary>
    Integer,

    /// <summary>A JSON number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>An array of JSON strings.</summary>
    StringArray,

    /// <summary>
    /// One JSON string for what other models take as a list: the user gives a list of one item, so that a script
    /// need not change with the model.
    /// </summary>
    SingleString,

    /// <summary>A JSON object.</summary>
    Object,

    /// <summary>An array of JSON objects.</summary>
    ObjectArray,
}

/// <summary>How sure a fact about the API is.</summary>
public enum Standing
{
    /// <summary>Stated in the user's own documents; these outrank every other source.</summary>
    Seed,

    /// <summary>Stated in the API's documentation.</summary>
    Documented,

    /// <summary>Taken from the vendor's own client.</summary>
    VendorClient,

    /// <summary>Seen in other programs that use the API; no promise by the vendor.</summary>
    Integrator,

    /// <summary>Contradictory or unproven.</summary>
    Uncertain,
}
