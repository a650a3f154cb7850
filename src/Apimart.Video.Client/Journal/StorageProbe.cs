namespace Apimart.Video.Journal;

/// <summary>
/// Finds out what a folder lies on, and whether a lock there holds against every program that can write there. That is proven of a
/// file system that one machine has for itself alone. It is not of a network share: its locks may hold on one machine only (NFS with
/// local locks, SMB), and nothing on this side tells whether they do.
/// </summary>
internal sealed class StorageProbe
{
    private const string Table = "/proc/self/mountinfo";

    /// <summary>As Linux and macOS name them. What is not among them may be a share, or a folder of the machine that hosts this one.</summary>
    private static readonly HashSet<string> s_ofOneMachine = new(StringComparer.OrdinalIgnoreCase)
    {
        "apfs", "aufs", "bcachefs", "btrfs", "devtmpfs", "ecryptfs", "exfat", "ext2", "ext3", "ext4", "f2fs", "fuse.fuse-overlayfs",
        "fuseblk", "hfs", "hfsplus", "jffs2", "jfs", "lxfs", "msdos", "nilfs2", "ntfs", "ntfs3", "overlay", "overlayfs", "ramfs", "refs",
        "reiserfs", "rootfs", "tmpfs", "ubifs", "udf", "ufs", "vfat", "wslfs", "xfs", "zfs",
    };

    /// <summary>The mounts that this process sees, line by line; null where the system has no such table.</summary>
    internal Func<IEnumerable<string>?> Mounts { get; init; } = static () => File.Exists(Table) ? File.ReadLines(Table) : null;

    /// <summary>The name of the file system at a folder that exists, as the system tells it.</summary>
    internal Func<string, string> FormatOf { get; init; } = static folder => new DriveInfo(folder).DriveFormat;

    /// <summary>Whether a drive of Windows, such as <c>Z:\</c>, lies on another machine.</summary>
    internal Func<string, bool> IsNetworkDrive { get; init; } = static root => new DriveInfo(root).DriveType == DriveType.Network;

    /// <summary>Whether paths are those of Windows.</summary>
    internal bool IsWindows { get; init; } = OperatingSystem.IsWindows();

    /// <summary>What a folder lies on that other machines may have too; null where it is this machine's alone.</summary>
    /// <param name="folder">A full path; the folder need not exist yet.</param>
    internal string? FindShare(string folder)
    {
        try
        {
            return IsWindows ? FindWindowsShare(folder) : FindUnixShare(RealPath.Of(folder));
        }
        catch (Exception fault) when (JournalErrors.IsStorageFault(fault) || fault is ArgumentException)
        {
            return $"a file system that could not be found out ({fault.Message.TrimEnd('.')})";
        }
    }

    private string? FindUnixShare(string folder)
    {
        if (Mounts() is { } lines && new MountTable(lines).Find(folder) is { } mount)
        {
            return s_ofOneMachine.Contains(mount.FileSystem) ? null : $"{mount.FileSystem} ({mount.Source}, mounted at {mount.Point})";
        }

        string format = FormatOf(Existing(folder));
        return s_ofOneMachine.Contains(format) ? null : format;
    }

    private string? FindWindowsShare(string folder)
    {
        string path = OperatingSystem.IsWindows() ? RealPath.Of(folder) : folder;
        string plain = path.StartsWith(@"\\?\UNC\", StringComparison.OrdinalIgnoreCase) ? @"\\" + path[8..]
            : path.StartsWith(@"\\?\", StringComparison.Ordinal) ? path[4..]
            : path;
        if (plain.StartsWith(@"\\", StringComparison.Ordinal))
        {
            return $"the network share {string.Join('\\', plain.Split('\\').Take(4))}";
        }

        string root = plain[..Math.Min(3, plain.Length)];
        return IsNetworkDrive(root) ? $"the network drive {root}" : null;
    }

    private static string Existing(string folder)
    {
        string? at = folder;
        while (!Directory.Exists(at) && Path.GetDirectoryName(at) is { } above)
        {
            at = above;
        }

        return at;
    }
}
