using Apimart.Video.Models;

namespace Apimart.Video.Chains;

/// <summary>A row that was understood by itself.</summary>
/// <param name="Row">Its place in a chain.</param>
/// <param name="Request">What it asks for; null where it is refused.</param>
/// <param name="Takes">Which videos of it are wanted.</param>
internal sealed record ChainInput(ChainRow Row, VideoRequest? Request, IReadOnlyList<int> Takes);

/// <summary>A row of an input, as far as its place in a chain goes.</summary>
/// <param name="Label">How a message names it.</param>
/// <param name="Job">Its batch; null for none.</param>
/// <param name="Names">The names by which another row may follow it.</param>
/// <param name="After">The name of the row that it goes on from; null for none.</param>
internal sealed record ChainRow(string Label, string? Job, IReadOnlyList<string> Names, string? After);

/// <summary>What becomes of a row that may go on from another.</summary>
internal sealed record ChainOutcome
{
    /// <summary>What is to be sent; none where the row is refused or is another part's.</summary>
    internal IReadOnlyList<PreparedVideo> Videos { get; init; } = [];

    /// <summary>Why nothing of it is sent; null where it was refused before or is not refused.</summary>
    internal Exception? Refusal { get; init; }

    /// <summary>What another part of the batch sends.</summary>
    internal IReadOnlyList<PreparedVideo> LeftOut { get; init; } = [];
}
