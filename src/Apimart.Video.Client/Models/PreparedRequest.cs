using System.Collections.Immutable;

namespace Apimart.Video.Models;

/// <summary>A checked request, as it goes over the wire.</summary>
public sealed class PreparedRequest
{
    /// <summary>The model's id as it is sent.</summary>
    public required string Model { get; init; }

    /// <summary>What the video shows.</summary>
    public required string Prompt { get; init; }

    /// <summary>The JSON body, UTF-8.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The JSON body with its fields in ordinal order, by which equal requests are recognised.</summary>
    public required string Canonical { get; init; }

    /// <summary>Broken rules that do not refuse the request.</summary>
    public required ImmutableArray<RequestProblem> Warnings { get; init; }
}
