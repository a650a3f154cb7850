using System.Globalization;
using Apimart.Video.Api;

namespace Apimart.Video.Journal;

/// <summary>What the journal has to say when something is wrong.</summary>
internal static class JournalErrors
{
    internal const string WriterDied = "The process that sent it ended before the answer came.";

    private const int MostNamed = 3;
    private const int LongestPrompt = 30;

    internal static bool IsStorageFault(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or TimeoutException or System.Security.SecurityException;

    internal static ApimartException Unavailable(string path, Exception cause) =>
        new(ApimartErrorKind.JournalUnavailable, $"The journal '{path}' cannot be used: {cause.Message}", cause)
        {
            Advice = $"Make room or grant access, or name another folder with -Journal or $env:{JournalFolder.Variable}.",
        };

    internal static ApimartException NoFolder(string reason) =>
        new(ApimartErrorKind.JournalUnavailable, $"There is no folder for the journal: {reason}.")
        {
            Advice = $"Name a folder by its full path with Connect-Apimart -Journal or $env:{JournalFolder.Variable}, such as /var/lib/apimart-video.",
        };

    /// <param name="reason">What is wrong; no part of a password.</param>
    /// <param name="advice">What to do.</param>
    internal static ApimartException Address(string reason, string advice) =>
        new(ApimartErrorKind.JournalUnavailable, $"The journal's address cannot be used: {reason}.") { Advice = advice };

    internal static ApimartException NothingToInitialize(string? folder) =>
        new(ApimartErrorKind.JournalUnavailable, $"{(folder is null ? "No database is named" : $"The journal '{folder}' is a folder")}: there is nothing to make ready.")
        {
            Advice = $"Name a database with -Journal or $env:{JournalFolder.Variable}, such as postgresql://user@host/database. A folder is made at the first submit.",
        };

    internal static ApimartException NoDriver(Exception cause) =>
        new(ApimartErrorKind.JournalUnavailable, $"The journal is a database, and the part of the module that talks to one cannot be loaded: {cause.Message}", cause)
        {
            Advice = "Install the module again; the folder bin/postgresql belongs to it.",
        };

    internal static ApimartException Shared(string folder, string share) =>
        new(
            ApimartErrorKind.JournalShared,
            $"The journal's folder '{folder}' lies on {share}. A lock there need not hold on another machine, so two could send the same row of a "
                + "job, or write over each other's lines.")
        {
            Advice = $"Name a folder on a disk of this machine with Connect-Apimart -Journal or $env:{JournalFolder.Variable}. Where several machines "
                + "work on one job, give each a folder of its own and its part of the rows with -Shard, such as 1/2 and 2/2, and merge the journals with Import-ApimartJournal.",
        };

    /// <summary>What a row that somebody is sending already is waiting for.</summary>
    internal static string WaitsForAnswer(JournalEntry row, DateTimeOffset since, bool own)
    {
        string name = row.RowNumber is { } number ? string.Create(CultureInfo.InvariantCulture, $"Row {number}") : "The row";
        string prompt = row.Prompt is { Length: > LongestPrompt } longer ? $"{longer[..LongestPrompt]}…" : row.Prompt ?? string.Empty;
        string time = since.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return $"{name} (\"{prompt}\") was sent by {(own ? "this session" : "another process")} at {time} and has no answer yet. It is waited for; nothing is sent again.";
    }

    internal static ApimartException StillBeingSent(TimeSpan waited) =>
        new(
            ApimartErrorKind.OutcomeUnknown,
            $"Another process has been sending the same row of this job for more than {waited.TotalMinutes:0} minutes.")
        {
            Advice = "Look for a stopped PowerShell that runs the same job; when it has ended, run the line again.",
        };

    internal static ApimartException TooLate(TimeSpan silence) =>
        new(
            ApimartErrorKind.NotSent,
            string.Create(
                CultureInfo.InvariantCulture,
                $"After the row was claimed, this machine showed the others for {silence.TotalSeconds:0} seconds no sign of life: it slept, was stopped, or did not reach the database."))
        {
            IsNotSent = true,
            IsLasting = true,
            Advice = "Run the line again.",
        };

    /// <summary>What to do about a file with a line that cannot be believed.</summary>
    internal const string MendingFile = "Put the file back from a copy if there is one. Else run Repair-ApimartJournal, which keeps the original beside it and says "
        + "what it leaves out; look at the account's own list of tasks before the job runs again.";

    internal static ApimartException Damaged(string path, IReadOnlyList<JournalDamage> damages, string mending) =>
        new(
            ApimartErrorKind.JournalDamaged,
            $"The journal '{path}' is damaged, so it cannot be told whether this row was paid for before: {Name(damages)}")
        {
            Advice = mending,
        };

    internal static ApimartException DamagedHere(string path, IReadOnlyList<JournalDamage> damages, string mending) =>
        new(ApimartErrorKind.JournalDamaged, $"The journal '{path}' is damaged and was left as it is: {Name(damages)}")
        {
            Advice = mending,
        };

    internal static ApimartException SourceDamaged(string path, IReadOnlyList<JournalDamage> damages) =>
        new(ApimartErrorKind.JournalDamaged, $"The journal '{path}' is damaged, and nothing of it was taken: {Name(damages)}")
        {
            Advice = "Copy it again from where it was written. If it is damaged there too, connect to that folder with Connect-Apimart -Journal "
                + "and run Repair-ApimartJournal, which keeps the original beside it.",
        };

    internal static ApimartException JobChanged(string? job) =>
        new(
            ApimartErrorKind.Conflict,
            $"{(job is null ? "The tasks outside any job" : $"The job '{job}'")} changed since it was looked at; nothing was removed.")
        {
            Advice = "Another process works with it. Wait for its end and run the line again.",
        };

    private static string Name(IReadOnlyList<JournalDamage> damages) =>
        string.Join("; ", damages.Take(MostNamed).Select(damage => $"line {damage.Line}: {damage.Reason}"))
        + (damages.Count > MostNamed ? $"; and {damages.Count - MostNamed} lines more." : ".");

    internal static ApimartException Later(string path) =>
        new(ApimartErrorKind.JournalUnavailable, $"The journal '{path}' was written by a later version of this module.")
        {
            Advice = "Update the module, or name another folder with -Journal; then the rows of the job count as new.",
        };
}
