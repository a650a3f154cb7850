namespace Apimart.Video.Chains;

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
