namespace Apimart.Video.Downloads;

/// <summary>What file operations fail with, and the numbers by which systems tell why (<see cref="Exception.HResult"/>).</summary>
internal static class Disk
{
    private const int NoSpaceUnix = 28;
    private const int QuotaLinux = 122;
    private const int QuotaMac = 69;
    private const int FullWindows = unchecked((int)0x80070070);
    private const int HandleFullWindows = unchecked((int)0x80070027);
    private const int LockedLinux = 11;
    private const int LockedMac = 35;
    private const int SharingWindows = unchecked((int)0x80070020);
    private const int ExistsUnix = 17;
    private const int ExistsWindows = unchecked((int)0x80070050);

    private const int LockPolls = 40;
    private static readonly TimeSpan s_lockPoll = TimeSpan.FromMilliseconds(250);

    /// <summary>How the file system of this machine compares names, as a rule.</summary>
    internal static StringComparison PathComparison { get; } = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
        ? StringComparison.OrdinalIgnoreCase
        : StringComparison.Ordinal;

    internal static bool IsSamePath(string left, string right) =>
        string.Equals(Path.GetFullPath(left), Path.GetFullPath(right), PathComparison);

    /// <summary>Whether a name is a symbolic link, wherever it leads.</summary>
    internal static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    /// <summary>Whether a name is in use, if only by a link that leads nowhere.</summary>
    internal static bool IsTaken(string path) => File.Exists(path) || IsLink(path);

    /// <summary>Writes a small file so that its name never stands for half of it, and never for what a link in its place leads to.</summary>
    internal static void Replace(string path, ReadOnlySpan<byte> content, bool flush = false)
    {
        string beside = $"{path}.{Guid.NewGuid().ToString("N")[..8]}";
        using (FileStream file = new(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            file.Write(content);
            file.Flush(flush);
        }

        File.Move(beside, path, overwrite: true);
    }

    /// <summary>Reads a small file that another process may replace or delete meanwhile: on Windows a usual reading would keep it from that.</summary>
    internal static byte[] Read(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        byte[] content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }

    /// <summary>Whether a program has a file open in a way that keeps others from writing it.</summary>
    internal static bool IsInUse(string path)
    {
        try
        {
            using FileStream alone = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException held)
        {
            return IsLocked(held);
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    internal static bool IsFull(Exception broken) =>
        broken is IOException { HResult: NoSpaceUnix or QuotaLinux or QuotaMac or FullWindows or HandleFullWindows };

    /// <summary>Whether a file operation failed, rather than the code around it.</summary>
    internal static bool Failed(Exception broken) => broken is IOException or UnauthorizedAccessException;

    /// <exception cref="SaveException">The action failed on the disk.</exception>
    internal static void Run(Action action, Func<Exception, SaveException> fault)
    {
        try
        {
            action();
        }
        catch (Exception broken) when (Failed(broken))
        {
            throw fault(broken);
        }
    }

    /// <summary>Opens a file, waiting up to ten seconds for another process to let go of it.</summary>
    /// <param name="open">Opens the file; null counts as held by another.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The file, or null where the other process still has it.</returns>
    internal static async Task<FileStream?> OpenWhenFreeAsync(
        Func<FileStream?> open,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        for (int poll = 0; ; poll++)
        {
            FileStream? file = TryOpen(open);
            if (file is not null || poll == LockPolls)
            {
                return file;
            }

            await Task.Delay(s_lockPoll, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static FileStream? TryOpen(Func<FileStream?> open)
    {
        try
        {
            return open();
        }
        catch (IOException moved) when (moved is FileNotFoundException || IsLocked(moved))
        {
            return null;
        }
    }

    /// <summary>Whether another process has the file, or has just made it where this one was about to.</summary>
    private static bool IsLocked(Exception broken) =>
        broken is IOException { HResult: LockedLinux or LockedMac or SharingWindows or ExistsUnix or ExistsWindows };
}
