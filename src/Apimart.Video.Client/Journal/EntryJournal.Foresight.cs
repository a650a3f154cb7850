using Apimart.Video.Api;
using Apimart.Video.Tasks;

namespace Apimart.Video.Journal;

/// <summary>What would become of a row, without claiming it.</summary>
public abstract partial class EntryJournal
{
    /// <summary>What a claim of a row would come to at this moment; nothing is written.</summary>
    /// <returns>
    /// The kind of the claim, or null where another process is sending the row; the row's task where there is one; and the key of a row
    /// that was sent before.
    /// </returns>
    /// <exception cref="ApimartException">The journal cannot be read, or does not tell whether the row was sent.</exception>
    internal (ClaimKind? Kind, ApimartTask? Task, string? Key) Foresee(ClaimRequest wanted)
    {
        if (wanted.Job is not null)
        {
            RequireLocks();
        }

        RowClaimer claimer = new(_index, _presence, Wish(wanted), wanted);
        JournalRow? row = claimer.NeedsIndex ? Read(_ => claimer.Decide()) : null;
        if (claimer.Outcome is { } kind)
        {
            ThrowIfUnreadable(kind);
        }

        // No file and no need to look into one: nothing was ever sent.
        return row is null ? (ClaimKind.New, null, null) : (claimer.Outcome, Restore(row), row.Key);
    }
}
