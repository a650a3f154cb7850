using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Apimart.Video.Models.Learned;

/// <summary>What a server told of its models.</summary>
public sealed class ModelUpdate
{
    /// <summary>What is new or different.</summary>
    public required ImmutableArray<ModelDifference> Differences { get; init; }

    /// <summary>When it was read.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>The names of the models that the catalogue does not have and that can be used now.</summary>
    public ImmutableArray<string> Learned => [.. Entries.Select(entry => entry["name"]!.GetValue<string>())];

    /// <summary>The new models in the catalogue's form.</summary>
    internal ImmutableArray<JsonObject> Entries { get; init; } = [];

    /// <summary>The names that the server lists.</summary>
    internal ImmutableHashSet<string> Listed { get; init; } = [];
}
