using System.Text.Json.Nodes;

namespace Apimart.Video.RowTrial;

/// <summary>What a field of a body takes.</summary>
internal enum Kind
{
    Whole,
    Word,
    FreeText,
    Flag,
    Links,
    Objects,
}

/// <summary>A field of a model, as its page describes it.</summary>
/// <param name="Parameter">The cmdlet's name for it.</param>
/// <param name="Wire">Its name in the body.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="Values">Values that the page allows, as JSON.</param>
/// <param name="Others">Other names that it goes by.</param>
internal sealed record Field(string Parameter, string Wire, Kind Kind, string[] Values, params string[] Others)
{
    internal IReadOnlyList<string> Names { get; } = [Parameter, Wire, .. Others];

    internal JsonNode Value(Choices choices) => JsonNode.Parse(choices.Of(Values))!;
}

/// <summary>A model, with names that belong to other models only.</summary>
internal sealed record Model(string Name, Field[] Fields, (string Column, string Parameter)[] Foreign);
