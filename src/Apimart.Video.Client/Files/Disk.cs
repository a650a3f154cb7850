namespace Apimart.Video.Files;

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
    private const int LockWindows = unchecked((int)0x80070021);
    private const int ExistsUnix = 17;
    private const int ExistsWindows = unchecked((int)0x80070050);

    private const int LockPolls = 40;
    private static readonly TimeSpan s_lockPoll = TimeSpan.FromMilliseconds(250);

    /// <summary>Ten delays that double from a millisecond make a second; whoever reads a small file is done long before.</summary>
    private const int ReplaceTries = 10;

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
        try
        {
            using (FileStream file = new(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                file.Write(content);
                file.Flush(flush);
            }

            Move(beside, path, overwrite: true);
        }
        catch (Exception broken) when (Failed(broken))
        {
            File.Delete(beside);
            throw;
        }
    }

    /// <summary>Gives a file another name, waiting up to a second for those who are just reading it or what it replaces.</summary>
    internal static void Move(string path, string destination, bool overwrite) =>
        WhenFree(() => File.Move(path, destination, overwrite));

    /// <summary>Changes a file, waiting up to a second for others to let go of it.</summary>
    internal static void WhenFree(Action change) => WhenFree(change, OperatingSystem.IsWindows());

    /// <param name="change">Changes a file.</param>
    /// <param name="isDenied">Whether the system denies access to what it would let change as soon as nobody has it open.</param>
    internal static void WhenFree(Action change, bool isDenied)
    {
        for (int tried = 1; ; tried++)
        {
            try
            {
                change();
                return;
            }
            catch (Exception held) when (tried <= ReplaceTries && (IsHeld(held) || (isDenied && held is UnauthorizedAccessException)))
            {
                Thread.Sleep(1 << (tried - 1));
            }
        }
    }

    /// <summary>Reads a small file as <see cref="OpenShared"/> opens it.</summary>
    internal static byte[] Read(string path)
    {
        using FileStream file = OpenShared(path);
        byte[] content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }

    /// <summary>Opens a file that another process may write, replace or delete meanwhile: on Windows a usual reading would keep it from that.</summary>
    internal static FileStream OpenShared(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

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
            return IsHeld(held);
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

    /// <summary>Runs an action, and says by an exception of the caller's own that it failed on the disk.</summary>
    internal static void Run(Action action, Func<Exception, Exception> fault)
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
        catch (IOException moved) when (moved is FileNotFoundException || IsHeld(moved) || moved.HResult is ExistsUnix or ExistsWindows)
        {
            // Another process has the file, or has just made it where this one was about to.
            return null;
        }
    }

    /// <summary>Whether another program has the file open, in a way that this one cannot share.</summary>
    internal static bool IsHeld(Exception fault) =>
        fault is IOException { HResult: LockedLinux or LockedMac or SharingWindows or LockWindows };
}
