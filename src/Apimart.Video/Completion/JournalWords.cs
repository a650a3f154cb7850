using Apimart.Video.Api;
using Apimart.Video.Journal;

namespace Apimart.Video;

/// <summary>What completion reads from the journal. A journal that cannot be read offers nothing.</summary>
internal static class JournalWords
{
    /// <summary>A person at the Tab key waits no longer for a database that does not answer.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    internal static IReadOnlyList<T> Read<T>(Func<ITaskJournal, IEnumerable<T>> read)
    {
        try
        {
            ITaskJournal journal = ApimartSession.GetJournal(ApimartSession.Resolve(key: null, address: null));
            Task<T[]> reading = Task.Run(() => read(journal).ToArray());
            return reading.Wait(s_patience) ? reading.Result : [];
        }
        catch (Exception unreadable) when (unreadable is ApimartException or ArgumentException or AggregateException { InnerException: ApimartException })
        {
            return [];
        }
    }
}
