using Apimart.Video.Api;
using Apimart.Video.Journal;

namespace Apimart.Video;

/// <summary>What completion reads from the journal. A journal that cannot be read offers nothing.</summary>
internal static class JournalWords
{
    internal static IReadOnlyList<T> Read<T>(Func<ITaskJournal, IEnumerable<T>> read)
    {
        try
        {
            return [.. read(ApimartSession.GetJournal(ApimartSession.Resolve(key: null, address: null)))];
        }
        catch (Exception unreadable) when (unreadable is ApimartException or ArgumentException)
        {
            return [];
        }
    }
}
