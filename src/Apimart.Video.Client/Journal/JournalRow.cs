using Apimart.Video.Tasks;

namespace Apimart.Video.Journal;

/// <summary>What the index keeps of one submit: enough to find it and to read its lines again.</summary>
internal sealed class JournalRow
{
    internal string? Key { get; init; }

    internal string? Job { get; init; }

    internal string? Server { get; init; }

    internal string? Digest { get; init; }

    internal int Occurrence { get; init; }

    internal int Take { get; init; } = RowIdentity.FirstTake;

    /// <summary>See <see cref="DerivedKey"/>.</summary>
    internal int Attempt { get; init; }

    internal DateTimeOffset Time { get; set; }

    internal string? Model { get; set; }

    internal string? Writer { get; set; }

    internal RowState Submit { get; set; }

    /// <summary>Whether it was refused before it was sent, so that it is no attempt at anything.</summary>
    internal bool WasRefusedHere { get; init; }

    /// <summary>Whether the row was corrected since it was refused here.</summary>
    internal bool IsCorrected { get; set; }

    /// <summary>The place in its input of a row that was refused here.</summary>
    internal int? Number { get; set; }

    /// <summary>Whether the server never executed it; the same bytes may come again under the same key.</summary>
    internal bool WasNotExecuted { get; set; }

    /// <summary>The attempt before this one at the same row of the same job.</summary>
    internal JournalRow? Former { get; set; }

    /// <summary>Whether there are other attempts at the same row of the same job.</summary>
    internal bool IsOneOfSeveral { get; set; }

    internal RowIdentity? Identity => Job is not null && Digest is not null
        ? new RowIdentity(Server, Job, Digest, Occurrence, Take)
        : null;

    internal string? TaskId { get; set; }

    internal ApimartTaskStatus Status { get; set; }

    /// <summary>Whether the row's task ended without a video, for which nothing was charged.</summary>
    internal bool HasFailed => Status is ApimartTaskStatus.Failed or ApimartTaskStatus.Cancelled or ApimartTaskStatus.Expired;

    /// <summary>How often this attempt and those before it ended without a video.</summary>
    internal int Failures
    {
        get
        {
            int failures = 0;
            for (JournalRow? attempt = this; attempt is not null; attempt = attempt.Former)
            {
                failures += attempt.HasFailed ? 1 : 0;
            }

            return failures;
        }
    }

    internal DateTimeOffset? Created { get; set; }

    internal TimeSpan? Duration { get; set; }

    internal LineSpan Intent { get; set; }

    /// <summary>The last accepted, unknown, refused or notExecuted.</summary>
    internal LineSpan Answer { get; set; }

    internal LineSpan LastState { get; set; }

    /// <summary>Null while nothing was saved: most of the rows of a long journal need no list of their own.</summary>
    internal List<LineSpan>? Saved { get; set; }
}

/// <summary>How far a submit got, as its journal entries tell.</summary>
internal enum RowState
{
    /// <summary>The intent is there and no answer: on its way while the writer lives, unknown for ever after.</summary>
    Sending,

    /// <summary>It may have been accepted.</summary>
    Unknown,

    /// <summary>Surely not accepted, by refusal or because it was given up: it may be submitted again.</summary>
    Free,

    /// <summary>The server gave it a task.</summary>
    Accepted,
}
