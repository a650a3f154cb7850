using Microsoft.Win32.SafeHandles;

namespace Apimart.Video.Downloads;

/// <summary>
/// Brings a file to the disk while it is still being written, so that its end is not followed by a wait for all of it: network
/// and disk work at the same time.
/// </summary>
internal sealed class Writeback(FileStream file, Action<SafeFileHandle> flush)
{
    /// <summary>Measured with 1 GiB from loopback: steps of 16 to 64 MiB do alike; smaller ones cost more calls than they save time.</summary>
    private const long Step = 32L * 1024 * 1024;

    private long _waiting;
    private Task _flushing = Task.CompletedTask;

    /// <summary>Counts bytes that were written. Says whether enough of them wait, and no flush is under way.</summary>
    internal bool IsDue(int bytes)
    {
        _waiting += bytes;
        return _waiting >= Step && _flushing.IsCompleted;
    }

    /// <summary>Begins to flush what was written so far.</summary>
    /// <exception cref="IOException">The flush before failed; the system tells it once only.</exception>
    internal void Begin()
    {
        _flushing.GetAwaiter().GetResult();
        _waiting = 0;
        _flushing = Task.Run(() => flush(file.SafeFileHandle));
    }

    /// <summary>Flushes what is left; then every byte is on the disk.</summary>
    /// <exception cref="IOException">This or an earlier flush failed.</exception>
    internal void Complete()
    {
        _flushing.GetAwaiter().GetResult();
        file.Flush(flushToDisk: true);
    }

    /// <summary>Waits for a flush that is under way, whatever comes of it; the file must stay open as long.</summary>
    internal void Wait() => ((Task)_flushing).ContinueWith(_ => { }, TaskScheduler.Default).GetAwaiter().GetResult();
}
