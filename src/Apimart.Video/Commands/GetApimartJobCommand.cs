using System.Management.Automation;
using Apimart.Video.Api;
using Apimart.Video.Binding;
using Apimart.Video.Completion;
using Apimart.Video.Journal;
using Apimart.Video.Session;

namespace Apimart.Video.Commands;

/// <summary>Tells how batches stand, from this machine's journal; nothing is sent.</summary>
[Cmdlet(VerbsCommon.Get, "ApimartJob")]
[OutputType(typeof(ApimartJob))]
public sealed class GetApimartJobCommand : PSCmdlet
{
    /// <summary>Names of batches; wildcards are possible.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("JobName")]
    [ArgumentCompleter(typeof(JobNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Gives each job its rows.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>Reads the journal and writes the jobs.</summary>
    protected override void ProcessRecord()
    {
        IReadOnlyList<ApimartJob> jobs = Read();
        foreach (ApimartJob job in jobs)
        {
            PSObject shown = new(job);
            if (Detailed)
            {
                shown.TypeNames.Insert(0, $"{typeof(ApimartJob).FullName}#Detailed");
            }

            WriteObject(shown);
        }

        foreach (string name in Name ?? [])
        {
            if (!WildcardPattern.ContainsWildcardCharacters(name) && !jobs.Any(job => job.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)))
            {
                WriteError(ApimartErrors.JobNotInJournal(name, before: null));
            }
        }
    }

    private IReadOnlyList<ApimartJob> Read()
    {
        try
        {
            return ApimartSession.GetJournal(ApimartSession.Resolve(key: null, address: null)).Jobs(JobPatterns.Of(Name), Detailed);
        }
        catch (Exception fault) when (fault is ApimartException or ArgumentException)
        {
            ThrowTerminatingError(ApimartErrors.From(fault, target: null));
            throw;
        }
    }
}
