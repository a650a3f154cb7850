using System.Globalization;
using System.Management.Automation;
using Apimart.Video.Api;
using Apimart.Video.Completion;
using Apimart.Video.Journal;
using Apimart.Video.Session;

namespace Apimart.Video.Commands;

/// <summary>Forgets settled jobs, and writes the journal anew without what nobody needs. Videos stay where they are.</summary>
[Cmdlet(VerbsCommon.Remove, "ApimartJournal", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = JobSet)]
[OutputType(typeof(JournalRemoval))]
public sealed class RemoveApimartJournalCommand : PSCmdlet
{
    private const string JobSet = "Job";
    private const string CompactSet = "Compact";

    private readonly List<JobRemoval> _agreed = [];
    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);
    private ITaskJournal? _journal;

    /// <summary>Names of batches; wildcards are possible. Without it all of them, and the tasks outside any.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = JobSet)]
    [ArgumentCompleter(typeof(JobNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? JobName { get; set; }

    /// <summary>Only jobs whose last row was submitted before this time.</summary>
    [ArgumentCompleter(typeof(DateCompleter))]
    [Parameter(ParameterSetName = JobSet)]
    public DateTime? Before { get; set; }

    /// <summary>Forgets what is not settled as well: running tasks, unsaved videos, unknown outcomes.</summary>
    [Parameter(ParameterSetName = JobSet)]
    public SwitchParameter Force { get; set; }

    /// <summary>Forgets nothing, and only makes the file shorter.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CompactSet)]
    public SwitchParameter Compact { get; set; }

    private ITaskJournal Journal => _journal ??= ApimartSession.GetJournal(ApimartSession.Resolve(key: null, address: null));

    /// <summary>Looks for the jobs, and asks for each.</summary>
    protected override void ProcessRecord()
    {
        if (Compact)
        {
            return;
        }

        if (JobName is null && Before is null)
        {
            ThrowTerminatingError(ApimartErrors.InvalidArgument(
                new ArgumentException("What is to be forgotten was not said: name jobs with -JobName, a time with -Before, or use -Compact to forget nothing."),
                target: null));
        }

        Run(() =>
        {
            foreach (string? name in JobName ?? [null!])
            {
                Choose(name);
            }
        });
    }

    /// <summary>Writes the journal anew.</summary>
    protected override void EndProcessing()
    {
        if (Compact ? ShouldProcess(Journal.Path, "Write anew without what nobody needs; no job is forgotten") : _agreed.Count > 0)
        {
            Run(() => WriteObject(Journal.RemoveAsync(_agreed, Force).GetAwaiter().GetResult()));
        }
    }

    private void Choose(string? name)
    {
        WildcardPattern? pattern = name is null ? null : new(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        IReadOnlyList<JobRemoval> found = Journal.FindRemovable(
            pattern is null ? null : pattern.IsMatch,
            Before is { } before ? new DateTimeOffset(before) : null);
        if (found.Count == 0 && name is not null && !WildcardPattern.ContainsWildcardCharacters(name))
        {
            WriteError(ApimartErrors.JobNotInJournal(name, Before));
        }

        foreach (JobRemoval job in found.Where(job => _seen.Add($"{job.JobName is null}{job.JobName}")))
        {
            Choose(job);
        }
    }

    private void Choose(JobRemoval job)
    {
        bool hindered = job.BeingSent > 0 || (!Force && job.Unsettled.Count > 0);
        if (hindered)
        {
            WriteError(ApimartErrors.JobNotSettled(job));
        }

        // Tasks outside jobs do not hang together: those that are settled may go.
        int rows = hindered && job.JobName is not null ? 0 : job.Rows - job.BeingSent - (Force ? 0 : job.Unsettled.Count);
        if (rows > 0 && ShouldProcess(Describe(job, rows), "Forget; the same rows would be paid for again"))
        {
            _agreed.Add(job);
        }
    }

    private static string Describe(JobRemoval job, int rows) => string.Create(
        CultureInfo.CurrentCulture,
        $"{(job.JobName is null ? "tasks outside any job" : $"job '{job.JobName}'")}: {rows} {(rows == 1 ? "row" : "rows")}, {job.Cost:0.00##} US dollars");

    private void Run(Action work)
    {
        try
        {
            work();
        }
        catch (Exception fault) when (fault is ApimartException or ArgumentException)
        {
            ThrowTerminatingError(ApimartErrors.From(fault, target: null));
        }
    }
}
