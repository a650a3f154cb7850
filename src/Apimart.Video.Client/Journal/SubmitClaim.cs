using Apimart.Video.Tasks;

namespace Apimart.Video.Journal;

/// <summary>A row's standing in the journal; where it may be sent, the intent is on the disk.</summary>
/// <param name="Kind">Whether it may be sent.</param>
/// <param name="IdempotencyKey">The key to send it with, or the key it was sent with.</param>
/// <param name="Route">Where to send it, below the API's address.</param>
/// <param name="Body">The exact bytes to send.</param>
/// <param name="Task">The task as last recorded, where it is known or unknown.</param>
internal sealed record SubmitClaim(ClaimKind Kind, string IdempotencyKey, string Route, ReadOnlyMemory<byte> Body, ApimartTask? Task)
{
    /// <summary>Until when it may be sent; null for as long as its process lives.</summary>
    internal ClaimDeadline? Deadline { get; init; }
}
