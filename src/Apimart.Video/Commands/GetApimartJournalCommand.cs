using System.Management.Automation;
using Apimart.Video.Api;
using Apimart.Video.Binding;
using Apimart.Video.Completion;
using Apimart.Video.Journal;
using Apimart.Video.Session;
using Apimart.Video.Tasks;

namespace Apimart.Video.Commands;

/// <summary>Lists what was submitted and what became of it, from this machine's journal; nothing is sent.</summary>
[Cmdlet(VerbsCommon.Get, "ApimartJournal")]
[OutputType(typeof(ApimartTask))]
public sealed class GetApimartJournalCommand : PSCmdlet
{
    /// <summary>Names of batches; wildcards are possible.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(JobNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? JobName { get; set; }

    /// <summary>Only what was submitted at or after this time.</summary>
    [ArgumentCompleter(typeof(DateCompleter))]
    [Parameter]
    public DateTime? Since { get; set; }

    /// <summary>Only tasks in these states.</summary>
    [Parameter]
    public ApimartTaskStatus[]? Status { get; set; }

    /// <summary>Only tasks that have not ended as far as is known.</summary>
    [Parameter]
    public SwitchParameter Unfinished { get; set; }

    /// <summary>Only tasks that have a video, or may still get one, and no saved file.</summary>
    [Parameter]
    public SwitchParameter Unsaved { get; set; }

    /// <summary>Reads the journal and writes what matches.</summary>
    protected override void ProcessRecord()
    {
        try
        {
            ITaskJournal journal = ApimartSession.GetJournal(ApimartSession.Resolve(key: null, address: null));
            foreach (ApimartTask task in journal.Query(new JournalQuery
            {
                JobName = JobPatterns.Of(JobName),
                Since = Since is { } since ? new DateTimeOffset(since) : null,
                Statuses = Status,
                Unfinished = Unfinished,
                Unsaved = Unsaved,
            }))
            {
                WriteObject(task);
            }
        }
        catch (Exception fault) when (fault is ApimartException or ArgumentException)
        {
            ThrowTerminatingError(ApimartErrors.From(fault, target: null));
        }
    }
}
