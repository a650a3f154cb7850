using System.Collections.Immutable;

namespace Apimart.Video.Models.Rows;

/// <summary>What a row says: every filled cell of it is used here, refused as a problem, or carried.</summary>
internal sealed record RowReading
{
    /// <summary>The model, from the line, the row or the defaults; empty where none of them names one.</summary>
    internal required string Model { get; init; }

    /// <summary>What the video shows.</summary>
    internal required string Prompt { get; init; }

    /// <summary>The batch.</summary>
    internal string? JobName { get; init; }

    /// <summary>The earlier task, as it was given.</summary>
    internal object? ContinueTask { get; init; }

    /// <summary>Which videos of the row are wanted, as it was given.</summary>
    internal object? Take { get; init; }

    /// <summary>The name of the row that it goes on from; null for none.</summary>
    internal string? After { get; init; }

    /// <summary>The model's parameters by their unified names.</summary>
    internal required Dictionary<string, object?> Parameters { get; init; }

    /// <summary>The user's own columns, blank ones too, in their order.</summary>
    internal required IReadOnlyList<RowCell> Carried { get; init; }

    /// <summary>Cells that cannot be used.</summary>
    internal required ImmutableArray<RequestProblem> Problems { get; init; }

    /// <summary>Columns whose filled cell says something else than the line, which counts.</summary>
    internal required IReadOnlyList<(string Column, string Parameter)> Overruled { get; init; }
}

/// <summary>What stands outside the rows, by the names of the parameters.</summary>
/// <param name="Line">Typed on the line: it counts for all rows.</param>
/// <param name="Defaults">Defaults: a filled cell beats them.</param>
internal sealed record GivenValues(IReadOnlyDictionary<string, object?> Line, IReadOnlyDictionary<string, object?> Defaults)
{
    private static readonly IReadOnlyDictionary<string, object?> s_nothing = new Dictionary<string, object?>();

    /// <summary>Nothing beside the rows.</summary>
    internal static GivenValues None { get; } = new(s_nothing, s_nothing);
}
