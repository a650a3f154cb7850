using System.Globalization;
using System.Management.Automation;
using Apimart.Video.Journal;

namespace Apimart.Video.Views;

/// <summary>What the views of jobs show of sums and exit codes.</summary>
public static class JobView
{
    /// <summary>What was spent and, behind a plus, what may still be added; a question mark where that is not known.</summary>
    /// <param name="job">A job.</param>
    public static string Dollars(PSObject job)
    {
        string spent = Amount(Sum(job, nameof(ApimartJob.Spent)) ?? 0);
        string reserved = Sum(job, nameof(ApimartJob.Reserved)) is { } aside ? $"+{Amount(aside)}" : string.Empty;
        return $"{spent}{reserved}{(Sum(job, nameof(ApimartJob.Unpriced)) > 0 ? "+?" : string.Empty)}";
    }

    /// <summary>The same in words.</summary>
    /// <param name="job">A job.</param>
    public static string Money(PSObject job)
    {
        decimal unpriced = Sum(job, nameof(ApimartJob.Unpriced)) ?? 0;
        return string.Concat(
            $"{Amount(Sum(job, nameof(ApimartJob.Spent)) ?? 0)} spent",
            Sum(job, nameof(ApimartJob.Reserved)) is { } aside ? $", {Amount(aside)} reserved" : string.Empty,
            unpriced > 0 ? string.Create(CultureInfo.InvariantCulture, $", not known of {unpriced} {(unpriced == 1 ? "row" : "rows")}") : string.Empty);
    }

    /// <summary>An exit code and what it means.</summary>
    /// <param name="code">See <see cref="JobExitCode"/>.</param>
    public static string ExitCode(int code) => code switch
    {
        JobExitCode.AllSaved => "0 (all saved)",
        JobExitCode.FailedRows => "1 (rows failed or were refused)",
        JobExitCode.Unknown => "3 (the outcome of some row is unknown)",
        JobExitCode.Unfinished => "4 (unfinished)",
        _ => code.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The job's rows, a line each.</summary>
    /// <param name="job">A job that has its rows with it.</param>
    /// <param name="width">The terminal's width in cells; 0 where it has none.</param>
    public static string Tasks(PSObject job, int width) =>
        string.Join('\n', (LanguagePrimitives.GetEnumerable(job.Properties[nameof(ApimartJob.Tasks)]?.Value) ?? Array.Empty<object>())
            .Cast<object?>()
            .OfType<object>()
            .Select(task => TaskView.Line(PSObject.AsPSObject(task), width)));

    private static string Amount(decimal amount) => amount.ToString("0.00##", CultureInfo.InvariantCulture);

    private static decimal? Sum(PSObject job, string property) =>
        job.Properties[property]?.Value is { } value ? Convert.ToDecimal(value, CultureInfo.InvariantCulture) : null;
}
