namespace Apimart.Video.Downloads;

/// <summary>The numbers by which systems tell why a file operation failed, as they stand in <see cref="Exception.HResult"/>.</summary>
internal static class DiskCodes
{
    internal const int NoSpaceUnix = 28;
    internal const int QuotaLinux = 122;
    internal const int QuotaMac = 69;
    internal const int FullWindows = unchecked((int)0x80070070);
    internal const int HandleFullWindows = unchecked((int)0x80070027);
    internal const int LockedLinux = 11;
    internal const int LockedMac = 35;
    internal const int SharingWindows = unchecked((int)0x80070020);
}
