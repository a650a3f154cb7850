using Apimart.Video.Account;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Models.Rows;

namespace Apimart.Video.Submits;

/// <summary>What belongs to a submit besides the request itself.</summary>
public sealed class SubmitOptions
{
    /// <summary>A submit on its own, outside any batch.</summary>
    public static readonly SubmitOptions None = new();

    /// <summary>The batch the request belongs to.</summary>
    public string? JobName { get; init; }

    /// <summary>How many equal requests the same run had before this one; see <see cref="Journal.RowCounter"/>.</summary>
    public int Occurrence { get; init; }

    /// <summary>Which video of the same row of a batch, counted from 1; each take is a row of its own.</summary>
    public int Take { get; init; } = 1;

    /// <summary>The row it comes from; null for a request of its own.</summary>
    public InputRow? Row { get; init; }

    /// <summary>Sends a request whose outcome is unknown again, with the same bytes and the same <c>Idempotency-Key</c>.</summary>
    public bool RetryUnknown { get; init; }

    /// <summary>Submits a row of a job again, as a new request, whose task ended without a video; a failed task is not charged.</summary>
    public bool RetryFailed { get; init; }

    /// <summary>What keeps the spend within a limit; null for no limit.</summary>
    internal CostGuard? Budget { get; init; }

    /// <summary>Told, in words for a person, of what went wrong without stopping the submit. May be called on any thread.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>When it may spend, where rows do in their order; null for at once.</summary>
    internal CostGuard.Turn? Turn { get; init; }

    /// <summary>
    /// Puts what a request goes on from in the place of its stand-in, when that video is there; asked only where the journal does not
    /// have the row already. Null where the request goes on from none.
    /// </summary>
    internal Func<PreparedRequest, CancellationToken, Task<PreparedRequest>>? Follow { get; init; }

    /// <summary>Told when the request leaves; from then on it may be charged. May be called on any thread.</summary>
    internal Action? Leaving { get; init; }

    /// <summary>A request with what the journal asks of its row.</summary>
    internal ClaimRequest ClaimOf(PreparedRequest request) => new(request, JobName, Occurrence)
    {
        Take = Take,
        RetryUnknown = RetryUnknown,
        RetryFailed = RetryFailed,
        Row = Row,
    };
}
