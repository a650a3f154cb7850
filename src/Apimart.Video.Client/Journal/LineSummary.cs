using System.Globalization;
using System.Text;
using Apimart.Video.Text;

namespace Apimart.Video.Journal;

/// <summary>What a run did for a job, and how the job stands after it.</summary>
internal sealed record LineSummary
{
    /// <summary>How the job stands.</summary>
    public required ApimartJob Job { get; init; }

    /// <summary>Rows whose files this run saved.</summary>
    public int Saved { get; init; }

    /// <summary>Rows that had their files before.</summary>
    public int SavedBefore => Job.Saved - Saved;

    /// <summary>What was charged for rows that this run submitted, in US dollars, as far as it is known.</summary>
    public decimal Spent { get; init; }

    /// <summary>Rows that this run submitted and whose charge is not known yet.</summary>
    public int NotCharged { get; init; }

    /// <summary>Rows that were left to other machines which share the journal and work on them; they are counted in <see cref="Job"/> too.</summary>
    public int PassedOver { get; init; }

    /// <summary>How long the run took.</summary>
    public double Seconds { get; init; }

    /// <summary>Whether it was stopped, or left rows unsent for a reason that befalls all.</summary>
    public bool IsCutShort { get; init; }

    /// <summary>The folder that it saved to; null where it saved nothing.</summary>
    public string? Folder { get; init; }

    /// <summary>What goes on with the job, a line to run or a word on it; null where nothing is left to do.</summary>
    public string? Next =>
        IsCutShort || Job.NotSent > 0 ? $"Run the same line again to go on with the job {Name}: what was accepted is not sent again."
        : Job.Running + Job.Unsaved > 0 ? $"Go on with: Get-ApimartJournal -JobName {Name} -Unsaved | Wait-ApimartTask | Save-ApimartVideo -Path {(Folder is null ? "./clips" : Quote(Folder))}"
        : Job.Unknown > 0 ? $"Look at: Get-ApimartJournal -JobName {Name} -Status OutcomeUnknown"
        : Job.Failed + Job.Refused > 0 ? $"Correct and run again: Get-ApimartJournal -JobName {Name} -Status Failed, Refused | Select-Object -ExpandProperty Row | Export-Csv again.csv"
        : null;

    /// <summary>The account in one sentence, and on a second line what goes on.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"Job {Name}: {Job.Rows} {(Job.Rows == 1 ? "row" : "rows")}, {Saved} saved");
        Add(SavedBefore, "there already");
        Add(Job.Running, "running");
        Add(Job.Unsaved, "not saved");
        Add(Job.NotSent, "not sent");
        Add(Job.Failed, "failed");
        Add(Job.Refused, "refused");
        Add(Job.Unknown, "unknown");
        if (PassedOver > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" ({PassedOver} of them left to other machines)");
        }

        text.Append(CultureInfo.InvariantCulture, $"; {Spent:0.00##} US dollars");
        if (NotCharged > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" and what {NotCharged} more will cost");
        }

        if (Job.Spent != Spent)
        {
            text.Append(CultureInfo.InvariantCulture, $", {Job.Spent:0.00##} in all runs");
        }

        text.Append(CultureInfo.InvariantCulture, $"; {Duration()}.");
        return Next is { } next ? text.Append('\n').Append(next).ToString() : text.ToString();

        void Add(int count, string what)
        {
            if (count > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $", {count} {what}");
            }
        }
    }

    private string Name => Quote(Job.Name);

    private static string Quote(string text) => $"'{ForeignText.ToVisible(text).Replace("'", "''", StringComparison.Ordinal)}'";

    private string Duration() => TimeSpan.FromSeconds(Seconds) is var time && time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min")
        : time.TotalMinutes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");
}
