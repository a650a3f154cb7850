using System.Management.Automation;
using Apimart.Video.Api;
using Apimart.Video.Journal;

namespace Apimart.Video.Binding;

/// <summary>Reads -Journal and -JournalCredential: what looks like a database is one, a folder is where PowerShell stands.</summary>
internal static class JournalPlace
{
    /// <summary>The journal that was named, or null where neither parameter was given.</summary>
    /// <exception cref="Api.ApimartException">It is neither a folder nor a database that is known here.</exception>
    internal static JournalAddress? Find(PSCmdlet cmdlet, string? journal, PSCredential? credential)
    {
        if (journal is null)
        {
            return credential is null ? null : JournalAddress.FromEnvironment(credential.GetNetworkCredential());
        }

        string text = JournalAddress.MeansDatabase(journal.Trim()) ? journal : cmdlet.GetUnresolvedProviderPathFromPSPath(journal);
        return JournalAddress.Parse(text, credential?.GetNetworkCredential());
    }
}
