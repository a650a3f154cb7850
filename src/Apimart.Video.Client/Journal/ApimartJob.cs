using Apimart.Video.Tasks;

namespace Apimart.Video.Journal;

/// <summary>How a job stands by the journal: each of its rows counts once, in one of the counts that add up to <see cref="Rows"/>.</summary>
public sealed record ApimartJob
{
    /// <summary>The job's name.</summary>
    public required string Name { get; init; }

    /// <summary>All rows, whatever became of them.</summary>
    public int Rows { get; init; }

    /// <summary>Rows that the server accepted: running, ready, saved or failed.</summary>
    public int Submitted => Running + Unsaved + Saved + Failed;

    /// <summary>Rows on their way, waiting at the server or being made.</summary>
    public int Running { get; init; }

    /// <summary>Rows whose video is ready and not saved.</summary>
    public int Unsaved { get; init; }

    /// <summary>Rows that have all their files.</summary>
    public int Saved { get; init; }

    /// <summary>Rows whose task ended without a video; not charged.</summary>
    public int Failed { get; init; }

    /// <summary>Rows that were refused, here or by the server; not charged.</summary>
    public int Refused => RefusedHere + RefusedByServer;

    /// <summary>Rows that were refused before anything was sent.</summary>
    public int RefusedHere { get; init; }

    /// <summary>Rows that the server refused.</summary>
    public int RefusedByServer { get; init; }

    /// <summary>Rows that did not reach the server or were not executed; the same line sends them again.</summary>
    public int NotSent { get; init; }

    /// <summary>Rows of which nobody knows whether they were accepted; they may be charged.</summary>
    public int Unknown { get; init; }

    /// <summary>What was charged, in US dollars.</summary>
    public decimal Spent { get; init; }

    /// <summary>
    /// What <c>-MaxCost</c> set aside for rows that are not charged yet, in US dollars; null where nothing was set aside.
    /// </summary>
    public decimal? Reserved { get; init; }

    /// <summary>Rows that are or may be charged and of which neither a charge nor a reserved sum is known.</summary>
    public int Unpriced { get; init; }

    /// <summary>When its first row was submitted.</summary>
    public DateTimeOffset FirstTime { get; init; }

    /// <summary>When the last thing happened to it: a row submitted, a task ended, a file saved.</summary>
    public DateTimeOffset LastTime { get; init; }

    /// <summary>The machines that submitted its rows, as far as the journal tells.</summary>
    public ValueList<string> Machines { get; init; } = [];

    /// <summary>What a script ends with: see <see cref="JobExitCode"/>.</summary>
    public int ExitCode { get; init; }

    /// <summary>Its rows, where they were asked for.</summary>
    public ValueList<ApimartTask> Tasks { get; init; } = [];

    /// <summary>Returns the job's name.</summary>
    public override string ToString() => Name;
}
