using Apimart.Video.Files;

namespace Apimart.Video.Journal;

/// <summary>The lock under which one process at a time appends. The system frees it when its holder dies, however that dies.</summary>
internal static class JournalLock
{
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <exception cref="TimeoutException">Another process held the lock all the time.</exception>
    internal static Task<FileStream> TakeAsync(string path, TimeProvider time) => WaitAsync(path, () => TryTake(path), time);

    /// <summary>Opens a file that another program holds for a while: an indexer, a virus scanner, an editor.</summary>
    /// <exception cref="TimeoutException">It held the file all the time.</exception>
    internal static Task<FileStream> OpenAsync(string path, Func<FileStream> open, TimeProvider time) => WaitAsync(path, () => Try(open), time);

    private static FileStream? Try(Func<FileStream> open)
    {
        try
        {
            return open();
        }
        catch (IOException held) when (Disk.IsHeld(held))
        {
            return null;
        }
    }

    private static async Task<FileStream> WaitAsync(string path, Func<FileStream?> open, TimeProvider time)
    {
        long start = time.GetTimestamp();
        TimeSpan delay = s_firstDelay;
        while (true)
        {
            if (open() is { } held)
            {
                return held;
            }

            if (time.GetElapsedTime(start) > s_limit)
            {
                throw new TimeoutException($"Another process holds '{path}' for more than {s_limit.TotalSeconds:0} seconds.");
            }

            await Task.Delay(delay, time).ConfigureAwait(false);
            delay = delay < s_longestDelay ? delay * 2 : s_longestDelay;
        }
    }

    /// <summary>The lock, or null where it is held.</summary>
    internal static FileStream? TryTake(string path) => Try(() => new FileStream(path, JournalFolder.OwnFile(FileShare.None)));
}
