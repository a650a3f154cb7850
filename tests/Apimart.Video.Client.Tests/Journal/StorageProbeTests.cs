using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Simulator;
using Apimart.Video.Submits;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>What the journal's folder lies on, and that rows of a job are sent only where one machine has it for itself.</summary>
public sealed class StorageProbeTests : IDisposable
{
    private const string PathsOfLinux = "A table of mounts holds paths of Linux, which Windows reads in another way.";

    private static readonly string[] s_mounts =
    [
        "22 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw,errors=remount-ro",
        "23 22 0:21 / /proc rw,nosuid,nodev,noexec,relatime shared:12 - proc proc rw",
        "31 22 0:26 / /tmp rw,nosuid,nodev shared:15 - tmpfs tmpfs rw,size=8148716k",
        "40 22 0:52 / /home rw,relatime shared:41 - nfs4 nas:/export/home rw,vers=4.2,hard,proto=tcp,local_lock=none",
        "41 40 259:4 / /home/anna/local rw,relatime shared:42 - xfs /dev/nvme0n1p4 rw",
        "42 22 0:60 / /mnt/two\\040words rw,relatime - cifs //nas/my\\040share rw,vers=3.1.1",
        "43 22 0:60 / /mnt/a\\134b rw,relatime - smb3 //nas/b rw",
        "44 22 0:61 / /mnt/ssh rw,nosuid,nodev,relatime shared:50 - fuse.sshfs anna@host:/srv rw,user_id=1000",
        "45 22 0:62 / /mnt/c rw,noatime - 9p drvfs rw,dirsync,aname=drvfs;path=C:\\;uid=1000",
        "46 22 0:63 /data /srv/data rw,relatime shared:1 master:7 - nfs nas:/vol/data rw,vers=3,local_lock=all",
        "47 22 0:64 / /var/lib/docker/overlay2/1/merged rw,relatime - overlay overlay rw,lowerdir=/l,upperdir=/u,workdir=/w",
        "48 22 0:65 / /mnt/usb rw,relatime - fuseblk /dev/sdb1 rw,user_id=0",
        "49 22 0:66 / /mnt/auto rw,relatime - autofs /etc/auto.misc rw,fd=6",
        "50 49 0:67 / /mnt/auto rw,relatime - ext4 /dev/sdc1 rw",
        "51 22 0:68 / /host rw,relatime - virtiofs share rw",
        "52 22 0:69 / /odd rw,relatime - newfs9 none rw",
        "54 22 0:71 / /mnt/end\\040 rw - nfs nas:/e rw",
        "55 22 0:72 / /mnt/cut\\04 rw - nfs nas:/f rw",
        "56 22 0:73 / /mnt/nine\\999 rw - nfs nas:/g rw",
        "57 22 0:74 / /mnt/last rw - nfs nas:/h",
        "58 22 0:75 / /mnt/short rw - nfs",
        "a line of another kind",
        "-",
        "",
        "53 22 0:70 / /cut rw",
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/var/lib/apimart-video")]
    [InlineData("/tmp/journal")]
    [InlineData("/home/anna/local/journal")]
    [InlineData("/home/anna/local")]
    [InlineData("/homes/anna")]
    [InlineData("/var/lib/docker/overlay2/1/merged/root/journal")]
    [InlineData("/mnt/usb/journal")]
    [InlineData("/mnt/auto/journal")]
    [InlineData("/cut/journal")]
    [InlineData("/mnt/short/journal")]
    public void A_file_system_of_this_machine_is_no_share(string folder)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), PathsOfLinux);
        Assert.Null(Linux().FindShare(folder));
    }

    [Theory]
    [InlineData("/home", "nfs4 (nas:/export/home, mounted at /home)")]
    [InlineData("/home/anna/.local/state/apimart-video", "nfs4 (nas:/export/home, mounted at /home)")]
    [InlineData("/home/anna/locals", "nfs4 (nas:/export/home, mounted at /home)")]
    [InlineData("/mnt/two words/journal", "cifs (//nas/my share, mounted at /mnt/two words)")]
    [InlineData("/mnt/a\\b/journal", "smb3 (//nas/b, mounted at /mnt/a\\b)")]
    [InlineData("/mnt/ssh/journal", "fuse.sshfs (anna@host:/srv, mounted at /mnt/ssh)")]
    [InlineData("/mnt/c/Users/anna/journal", "9p (drvfs, mounted at /mnt/c)")]
    [InlineData("/srv/data/journal", "nfs (nas:/vol/data, mounted at /srv/data)")]
    [InlineData("/host/journal", "virtiofs (share, mounted at /host)")]
    [InlineData("/odd/journal", "newfs9 (none, mounted at /odd)")]
    [InlineData("/mnt/end /journal", "nfs (nas:/e, mounted at /mnt/end )")]
    [InlineData("/mnt/cut\\04/journal", "nfs (nas:/f, mounted at /mnt/cut\\04)")]
    [InlineData("/mnt/nine\\999/journal", "nfs (nas:/g, mounted at /mnt/nine\\999)")]
    [InlineData("/mnt/last/journal", "nfs (nas:/h, mounted at /mnt/last)")]
    public void What_another_machine_may_have_too_is_named_with_its_place(string folder, string share)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), PathsOfLinux);
        Assert.Equal(share, Linux().FindShare(folder));
    }

    [Fact]
    public void A_link_is_followed_to_what_it_leads_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links take rights on Windows that not every account has.");
        string real = RealPath.Of(_folder.Path);
        Directory.CreateDirectory(_folder["local"]);
        Directory.CreateDirectory(_folder["nas/journal"]);
        Directory.CreateSymbolicLink(_folder["by link"], "local/../nas");
        Directory.CreateSymbolicLink(_folder["by links"], _folder["by link/journal"]);
        Directory.CreateSymbolicLink(_folder["round"], "round");
        StorageProbe probe = Linux($"60 22 0:71 / {real}/nas rw,relatime - nfs4 nas:/j rw");

        Assert.Equal(Path.Combine(real, "nas/journal/not yet"), RealPath.Of(_folder["by links/not yet"]));
        Assert.StartsWith("nfs4", probe.FindShare(_folder["by link/journal"]), StringComparison.Ordinal);
        Assert.StartsWith("nfs4", probe.FindShare(_folder["by links"]), StringComparison.Ordinal);
        Assert.Null(probe.FindShare(_folder["local/journal"]));
        Assert.Null(probe.FindShare(_folder["round/journal"]));
    }

    /// <summary>All of them keep their locks on one machine, for they lie on a disk or in the memory of it.</summary>
    [Theory]
    [InlineData("ext2 ext3 ext4 xfs btrfs bcachefs f2fs jfs nilfs2 reiserfs zfs ufs udf overlay overlayfs aufs fuse.fuse-overlayfs ecryptfs")]
    [InlineData("apfs hfs hfsplus ntfs ntfs3 refs fuseblk exfat vfat msdos NTFS")]
    [InlineData("tmpfs ramfs rootfs devtmpfs jffs2 ubifs lxfs wslfs")]
    public void Disks_and_memory_are_no_share(string formats) => Assert.All(formats.Split(' '), format =>
        Assert.Null(new StorageProbe { IsWindows = false, Mounts = () => null, FormatOf = _ => format }.FindShare(_folder.Path)));

    [Theory]
    [InlineData("apfs", null)]
    [InlineData("smbfs", "smbfs")]
    [InlineData("nfs", "nfs")]
    [InlineData("webdav", "webdav")]
    public void Where_there_is_no_table_of_mounts_the_system_is_asked(string format, string? share)
    {
        string? asked = null;
        StorageProbe probe = new()
        {
            IsWindows = false,
            Mounts = () => null,
            FormatOf = folder =>
            {
                asked = folder;
                return format;
            },
        };

        Assert.Equal(share, probe.FindShare(_folder["not/yet"]));
        Assert.Equal(RealPath.Of(_folder.Path), asked);
    }

    [Theory]
    [InlineData(@"C:\Users\anna\AppData\Local\apimart-video", null)]
    [InlineData(@"\\?\C:\journal", null)]
    [InlineData(@"\\nas\share\journal", @"the network share \\nas\share")]
    [InlineData(@"\\?\UNC\nas\share\journal", @"the network share \\nas\share")]
    [InlineData(@"\\wsl$\Ubuntu\home", @"the network share \\wsl$\Ubuntu")]
    [InlineData(@"Z:\journal", @"the network drive Z:\")]
    [InlineData(@"\\?\Z:\journal", @"the network drive Z:\")]
    public void On_windows_a_path_or_its_drive_tells(string folder, string? share)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && !folder.Contains(':', StringComparison.Ordinal), "Nothing is asked of another machine.");
        StorageProbe probe = new() { IsWindows = true, IsNetworkDrive = root => root == @"Z:\" };

        Assert.Equal(share, probe.FindShare(folder));
    }

    [Fact]
    public void What_cannot_be_found_out_proves_nothing()
    {
        StorageProbe probe = new() { IsWindows = false, Mounts = () => throw new UnauthorizedAccessException("Access is denied.") };

        Assert.Contains("could not be found out (Access is denied)", probe.FindShare(_folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void The_real_folder_of_these_tests_is_this_machines_own() => Assert.Null(new StorageProbe().FindShare(_folder.Path));

    [Fact]
    public async Task On_a_share_no_row_of_a_job_is_sent_and_one_without_a_job_is()
    {
        await using SimulatorServer simulator = SimulatorServer.Start();
        using TaskJournal journal = OnShare();
        using ApimartClient client = new(new ApimartClientOptions
        {
            ApiKey = simulator.ApiKey,
            BaseUri = simulator.BaseUri,
            Journal = journal,
        });

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(
            () => client.SubmitAsync(Rows.Row("sea"), new SubmitOptions { JobName = "autumn" }));

        Assert.Equal(ApimartErrorKind.JournalShared, fault.Kind);
        Assert.Contains(_folder.Path, fault.Message, StringComparison.Ordinal);
        Assert.Contains("nfs4 (nas:/export/home", fault.Message, StringComparison.Ordinal);
        Assert.Contains("-Journal", fault.Advice, StringComparison.Ordinal);
        Assert.Contains("-Shard", fault.Advice, StringComparison.Ordinal);
        Assert.Equal(0, simulator.Requests.CountOf(SimulatorRoute.Any));
        Assert.False(File.Exists(journal.Path));

        List<string> warnings = [];
        SubmitOptions alone = new() { Warn = warnings.Add };
        Assert.NotEmpty((await client.SubmitAsync(Rows.Row("sea"), alone)).TaskId);
        Assert.NotEmpty((await client.SubmitAsync(Rows.Row("lake"), alone)).TaskId);
        Assert.Equal(2, journal.Query(JournalQuery.All).Count());
        Assert.Contains("Keep the ids", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_share_the_file_is_not_written_anew()
    {
        using TaskJournal journal = OnShare();

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(journal.RepairAsync);

        Assert.Equal(ApimartErrorKind.JournalShared, fault.Kind);
    }

    private TaskJournal OnShare()
    {
        TaskJournal journal = TaskJournal.Open(_folder.Path);
        journal.Folder.Storage = new StorageProbe
        {
            IsWindows = false,
            Mounts = () => ["40 22 0:52 / / rw,relatime shared:41 - nfs4 nas:/export/home rw,vers=4.2"],
        };
        return journal;
    }

    private static StorageProbe Linux(params string[] more) => new() { IsWindows = false, Mounts = () => s_mounts.Concat(more) };
}
