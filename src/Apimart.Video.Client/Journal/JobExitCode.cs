namespace Apimart.Video.Journal;

/// <summary>
/// The number that a script ends with for a job; part of what users rely on. Where several hold, the first of these counts: an unknown
/// row may be money and only a person can settle it, an unfinished one is settled by the same line run again, and a failed or refused
/// one waits for a correction.
/// </summary>
public static class JobExitCode
{
    /// <summary>Every row has its files.</summary>
    public const int AllSaved = 0;

    /// <summary>Rows failed or were refused; nothing else is left to do.</summary>
    public const int FailedRows = 1;

    /// <summary>Of some row nobody knows whether it was accepted.</summary>
    public const int Unknown = 3;

    /// <summary>Rows are running, not sent or not saved; the same line run again goes on with them.</summary>
    public const int Unfinished = 4;

    internal static int Of(JobTally tally) =>
        tally.Of(RowOutcome.Unknown) > 0 ? Unknown
        : tally.Of(RowOutcome.Running) + tally.Of(RowOutcome.Unsaved) + tally.Of(RowOutcome.NotSent) > 0 ? Unfinished
        : tally.Of(RowOutcome.Failed) + tally.Of(RowOutcome.Refused) > 0 ? FailedRows
        : AllSaved;
}
