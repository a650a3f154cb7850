using Apimart.Video.Models;
using Apimart.Video.Models.Rows;

namespace Apimart.Video.Journal;

/// <summary>A row that wants to be claimed.</summary>
/// <param name="Request">What is to be sent.</param>
/// <param name="JobName">Its batch; null or blank for none.</param>
/// <param name="Occurrence">How many equal requests its run had before it.</param>
internal sealed record ClaimRequest(PreparedRequest Request, string? JobName, int Occurrence)
{
    /// <summary>Which video of the row, counted from 1.</summary>
    internal int Take { get; init; } = RowIdentity.FirstTake;

    /// <summary>Whether it is to be sent again where its outcome is unknown.</summary>
    internal bool RetryUnknown { get; init; }

    /// <summary>Whether it is to be sent as a new one where its task ended without a video.</summary>
    internal bool RetryFailed { get; init; }

    /// <summary>The row it comes from; null for a request of its own.</summary>
    internal InputRow? Row { get; init; }

    /// <summary>The batch as the journal has it; null for none.</summary>
    internal string? Job => string.IsNullOrWhiteSpace(JobName) ? null : JobName.Trim();
}
