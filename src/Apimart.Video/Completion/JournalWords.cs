using Apimart.Video.Api;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;

namespace Apimart.Video;

/// <summary>What completion reads from the journal. A journal that cannot be read offers nothing.</summary>
internal static class JournalWords
{
    internal static IReadOnlyList<ApimartTask> Tasks()
    {
        try
        {
            return [.. ApimartSession.GetJournal(ApimartSession.Resolve(key: null, address: null)).Query(JournalQuery.All)];
        }
        catch (Exception unreadable) when (unreadable is ApimartException or ArgumentException)
        {
            return [];
        }
    }
}
