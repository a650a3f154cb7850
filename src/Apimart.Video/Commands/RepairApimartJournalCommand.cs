using System.Management.Automation;
using Apimart.Video.Api;
using Apimart.Video.Journal;
using Apimart.Video.Session;

namespace Apimart.Video.Commands;

/// <summary>Writes the journal anew without the lines that cannot be believed, and keeps the original beside it.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "ApimartJournal", SupportsShouldProcess = true)]
[OutputType(typeof(JournalRepair))]
public sealed class RepairApimartJournalCommand : PSCmdlet
{
    /// <summary>Looks for damage and, if there is any, repairs it.</summary>
    protected override void EndProcessing()
    {
        try
        {
            ITaskJournal journal = ApimartSession.GetJournal(ApimartSession.Resolve(key: null, address: null));
            IReadOnlyList<JournalDamage> damages = journal.Damages();
            foreach (JournalDamage damage in damages)
            {
                WriteVerbose($"Line {damage.Line}: {damage.Reason}.");
            }

            if (ShouldProcess(journal.Path, damages.Count == 0 ? "Look for damage" : $"Repair {damages.Count} damaged lines"))
            {
                WriteObject(journal.RepairAsync().GetAwaiter().GetResult());
            }
        }
        catch (Exception fault) when (fault is ApimartException or ArgumentException)
        {
            ThrowTerminatingError(ApimartErrors.From(fault, target: null));
        }
    }
}
