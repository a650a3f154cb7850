using System.Text;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Downloads;

namespace Apimart.Video.Client.Tests.Saving;

/// <summary>
/// Windows does not replace a file that a program has open, and calls it "access denied". Elsewhere a stand-in for the rename says so,
/// and the lock of the other program is real.
/// </summary>
public sealed class HeldFileTests : SavingTest
{
    private const string Mine = "what a player shows";

    [Fact]
    public async Task A_file_that_a_player_has_open_is_called_in_use_and_the_next_run_finishes()
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));
        File.WriteAllText(FinalPath, Mine);
        using VideoSaver saver = new(ConnectionAsOnWindows(), NoRefresh, Options(force: true));

        SaveException fault;
        using (Hold(FinalPath))
        {
            fault = await Assert.ThrowsAsync<SaveException>(() => saver.SaveAsync(TaskWith(host.Address), cancellationToken: TestContext.Current.CancellationToken));
        }

        Assert.Equal(SaveFault.FileInUse, fault.Fault);
        Assert.Contains($"'{FinalPath}'", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("folder", fault.Message, StringComparison.Ordinal);
        Assert.Equal(Mine, File.ReadAllText(FinalPath));
        Assert.True(File.Exists(PartPath));

        await saver.SaveAsync(TaskWith(host.Address), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(Video, File.ReadAllBytes(FinalPath));
        Assert.False(File.Exists(PartPath));
    }

    [Theory]
    [InlineData("VLC media player (process 4711)", "open in VLC media player (process 4711).")]
    [InlineData("ffmpeg.exe (process 1), Photos (process 2)", "open in ffmpeg.exe (process 1), Photos (process 2).")]
    [InlineData("", "Another program has")]
    [InlineData(null, "Another program has")]
    public async Task The_programs_that_have_the_file_open_are_named_where_the_system_tells_them(string? holders, string told)
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));
        File.WriteAllText(FinalPath, Mine);
        List<string> asked = [];
        using VideoSaver saver = new(ConnectionAsOnWindows(Holders), NoRefresh, Options(force: true));

        SaveException fault;
        using (Hold(FinalPath))
        {
            fault = await Assert.ThrowsAsync<SaveException>(() => saver.SaveAsync(TaskWith(host.Address), cancellationToken: TestContext.Current.CancellationToken));
        }

        Assert.Equal(SaveFault.FileInUse, fault.Fault);
        Assert.Contains(told, fault.Message, StringComparison.Ordinal);
        Assert.Contains($"'{FinalPath}'", fault.Message, StringComparison.Ordinal);
        Assert.Equal([FinalPath], asked);

        IReadOnlyList<string> Holders(string path)
        {
            asked.Add(path);
            return holders is null ? throw new InvalidOperationException("The service does not run.") : holders.Split(", ", StringSplitOptions.RemoveEmptyEntries);
        }
    }

    [Fact]
    public void What_the_restart_manager_writes_is_read_entry_by_entry()
    {
        byte[] entries = [.. Entry(4711, "VLC media player"), .. Entry(8, new string('x', 256)), .. new byte[FileHolders.EntrySize - 1]];

        Assert.Equal(["VLC media player (process 4711)", $"{new string('x', 256)} (process 8)"], FileHolders.Read(entries));

        static byte[] Entry(int process, string name)
        {
            byte[] entry = new byte[FileHolders.EntrySize];
            BitConverter.TryWriteBytes(entry, process);
            Encoding.Unicode.GetBytes(name).CopyTo(entry, 12);
            return entry;
        }
    }

    [Fact]
    public void Windows_names_the_program_that_has_a_file_open_and_other_systems_name_none()
    {
        File.WriteAllText(FinalPath, Mine);
        using FileStream held = Hold(FinalPath);

        IReadOnlyList<string> holders = FileHolders.Find(FinalPath);

        if (OperatingSystem.IsWindows())
        {
            Assert.EndsWith($"(process {Environment.ProcessId})", Assert.Single(holders), StringComparison.Ordinal);
        }
        else
        {
            Assert.Empty(holders);
        }
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written_is_still_called_that()
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));
        SaverConnection denied = new() { TimeProvider = Time, BaseUri = Loopback, Move = (_, _, _) => throw new UnauthorizedAccessException("denied") };
        using VideoSaver saver = new(denied, NoRefresh, Options(force: true));

        SaveException fault = await Assert.ThrowsAsync<SaveException>(
            () => saver.SaveAsync(TaskWith(host.Address), cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(SaveFault.PathNotWritable, fault.Fault);
    }

    [Fact]
    public async Task A_folder_named_with_a_dot_and_a_blank_at_its_end_holds_the_file()
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));
        string named = Path.Combine(Folder, "dot. ");
        using VideoSaver saver = new(
            new SaverConnection { TimeProvider = Time, BaseUri = Loopback },
            NoRefresh,
            new SaveOptions { Directory = named, FileName = "{TaskId}" });

        string path = Assert.Single(await saver.SaveAsync(TaskWith(host.Address), cancellationToken: TestContext.Current.CancellationToken)).Path;

        Assert.Equal(Path.Combine(Folder, OperatingSystem.IsWindows() ? "dot" : "dot. ", TaskId + ".mp4"), path);
        Assert.Equal(Directory.GetDirectories(Folder).Single(), Path.GetDirectoryName(path));
        Assert.True(File.Exists(path));
    }

    private static FileStream Hold(string path) =>
        new(path, FileMode.Open, FileAccess.Read, OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None);

    private SaverConnection ConnectionAsOnWindows(Func<string, IReadOnlyList<string>>? findHolders = null) => new()
    {
        FindHolders = findHolders ?? FileHolders.Find,
        TimeProvider = Time,
        BaseUri = Loopback,
        Move = OperatingSystem.IsWindows() ? File.Move : MoveAsOnWindows,
    };

    private static void MoveAsOnWindows(string from, string to, bool overwrite)
    {
        if (File.Exists(to))
        {
            try
            {
                new FileStream(to, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            }
            catch (IOException)
            {
                throw new UnauthorizedAccessException($"Access to the path '{to}' is denied.");
            }
        }

        File.Move(from, to, overwrite);
    }
}
