using System.Management.Automation;
using Apimart.Video.Api;
using Apimart.Video.Async;
using Apimart.Video.Binding;
using Apimart.Video.Journal;
using Apimart.Video.Loading;
using Apimart.Video.Session;

namespace Apimart.Video.Commands;

/// <summary>Makes a database ready to be a journal.</summary>
[Cmdlet(VerbsData.Initialize, "ApimartJournal", SupportsShouldProcess = true)]
[OutputType(typeof(JournalSchema))]
public sealed class InitializeApimartJournalCommand : AsyncCommand
{
    /// <summary>The database; without it the one of Connect-Apimart or $env:APIMART_JOURNAL is used.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Journal { get; set; }

    /// <summary>The user and password for it.</summary>
    [Parameter]
    public PSCredential? JournalCredential { get; set; }

    /// <summary>Makes or updates the schema.</summary>
    protected override void ProcessItem()
    {
        try
        {
            JournalAddress? journal = JournalPlace.Find(this, Journal, JournalCredential)
                ?? ApimartSession.JournalOf(ApimartSession.Resolve(key: null, address: null));
            if (journal is not { ConnectionString: { } database })
            {
                throw JournalErrors.NothingToInitialize(journal?.Name);
            }

            if (ShouldProcess(journal.Name, "Make or update the journal's schema"))
            {
                Start(
                    async stopping =>
                    {
                        Send(await DatabaseDriver.Factory.InitializeAsync(database, stopping).ConfigureAwait(false));
                    },
                    journal.Name);
            }
        }
        catch (Exception fault) when (fault is ApimartException or ArgumentException)
        {
            ThrowTerminatingError(ApimartErrors.From(fault, Journal));
        }
    }
}
