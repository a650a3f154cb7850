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

    internal static bool IsFull(Exception broken) =>
        broken is IOException { HResult: NoSpaceUnix or QuotaLinux or QuotaMac or FullWindows or HandleFullWindows };

    internal static bool IsLocked(Exception broken) =>
        broken is IOException { HResult: LockedLinux or LockedMac or SharingWindows };

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
}
