namespace Apimart.Video.KillTrial;

/// <summary>What a worker does.</summary>
public enum WorkKind
{
    /// <summary>Submits, waits and saves: the line of a batch.</summary>
    Line,

    /// <summary>The line with <c>-RetryUnknown</c>.</summary>
    RetryUnknown,

    /// <summary>The line, on a disk that is full just when the first answer comes.</summary>
    FullDisk,

    /// <summary>The line, where files keep no locks.</summary>
    NoLocks,

    /// <summary>The line with <c>-RetryUnknown</c>, of rows that go on from each other.</summary>
    Chains,

    /// <summary>Mends the journal.</summary>
    Repair,

    /// <summary>Forgets another job, and writes the journal anew.</summary>
    Remove,

    /// <summary>Merges another journal into this one.</summary>
    Import,
}
