using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Apimart.Video.Downloads;

/// <summary>Which programs have a file open, as the Restart Manager of Windows tells it; it is asked for the text of an error only.</summary>
internal static class FileHolders
{
    private const int MoreData = 234;
    private const int KeyLength = 32;

    // RM_PROCESS_INFO: the process's id and its start (12 bytes), 256 letters of a name, 64 of a service's, and four numbers.
    internal const int EntrySize = 668;
    private const int NameAt = 12;
    private const int NameSize = 512;

    /// <returns>The names with their process ids, such as <c>VLC media player (process 4711)</c>; none where it cannot be told.</returns>
    internal static IReadOnlyList<string> Find(string path) => OperatingSystem.IsWindows() ? Ask(path) : [];

    /// <summary>Reads what the Restart Manager wrote.</summary>
    internal static IReadOnlyList<string> Read(ReadOnlySpan<byte> entries)
    {
        List<string> names = [];
        for (; entries.Length >= EntrySize; entries = entries[EntrySize..])
        {
            ReadOnlySpan<char> name = MemoryMarshal.Cast<byte, char>(entries.Slice(NameAt, NameSize));
            int end = name.IndexOf('\0');
            int process = BinaryPrimitives.ReadInt32LittleEndian(entries);
            names.Add($"{(end < 0 ? name : name[..end])} (process {process})");
        }

        return names;
    }

    [SupportedOSPlatform("windows")]
    private static IReadOnlyList<string> Ask(string path)
    {
        if (StartSession(out uint session, 0, new char[KeyLength + 1]) != 0)
        {
            return [];
        }

        try
        {
            return RegisterResources(session, 1, [path], 0, 0, 0, 0) == 0 ? List(session) : [];
        }
        finally
        {
            _ = EndSession(session);
        }
    }

    [SupportedOSPlatform("windows")]
    private static IReadOnlyList<string> List(uint session)
    {
        uint room = 8;
        for (int again = 0; again < 3; again++)
        {
            byte[] entries = new byte[room * EntrySize];
            uint count = room;
            int result = GetList(session, out uint needed, ref count, entries, out _);
            if (result != MoreData)
            {
                return result == 0 ? Read(entries.AsSpan(0, checked((int)count * EntrySize))) : [];
            }

            room = needed;
        }

        return [];
    }

    [DllImport("rstrtmgr", EntryPoint = "RmStartSession", CharSet = CharSet.Unicode)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int StartSession(out uint session, int flags, [Out] char[] key);

    [DllImport("rstrtmgr", EntryPoint = "RmRegisterResources", CharSet = CharSet.Unicode)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int RegisterResources(uint session, uint files, string[] paths, uint programs, nint ids, uint services, nint names);

    [DllImport("rstrtmgr", EntryPoint = "RmGetList")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int GetList(uint session, out uint needed, ref uint count, [In, Out] byte[] entries, out uint reasons);

    [DllImport("rstrtmgr", EntryPoint = "RmEndSession")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int EndSession(uint session);
}
