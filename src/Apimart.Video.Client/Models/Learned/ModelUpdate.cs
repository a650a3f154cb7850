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

/// <summary>How the server's word on a model differs from the catalogue.</summary>
public enum ModelChange
{
    /// <summary>The server lists a model that the catalogue does not have.</summary>
    NewModel,

    /// <summary>The catalogue has a model that the server does not list.</summary>
    NotListed,

    /// <summary>The server lists the model, but what it takes could not be read.</summary>
    NoSchema,

    /// <summary>The server takes a field that the catalogue does not have.</summary>
    NewParameter,

    /// <summary>The catalogue has a parameter that the server's schema does not.</summary>
    NoParameter,

    /// <summary>The allowed values differ.</summary>
    Values,

    /// <summary>The smallest or the largest allowed number differs.</summary>
    Range,

    /// <summary>What the server uses when nothing is sent differs.</summary>
    Default,

    /// <summary>Whether the parameter must be given differs.</summary>
    Required,
}

/// <summary>One difference between the catalogue and what the server tells.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Change">What differs.</param>
/// <param name="Parameter">The parameter, or null where the model as a whole is meant.</param>
/// <param name="Catalogue">What the catalogue says, or null where it says nothing.</param>
/// <param name="Server">What the server says, or null where it says nothing.</param>
public sealed record ModelDifference(string Model, ModelChange Change, string? Parameter, string? Catalogue, string? Server);
