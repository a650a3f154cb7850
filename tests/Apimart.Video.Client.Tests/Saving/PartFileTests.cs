using System.Security.Cryptography;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Downloads;

namespace Apimart.Video.Client.Tests.Saving;

/// <summary>A part file by itself: what it keeps for its owner, and what it leaves alone that is another's.</summary>
public sealed class PartFileTests : SavingTest
{
    private const int Here = 1000;
    private const string Windows = "Windows keeps the name of a file that is open.";

    private static readonly string s_sha256 = Convert.ToHexString(SHA256.HashData(Video)).ToLowerInvariant();
    private static readonly PartNote s_note = new() { TaskId = TaskId, Index = 0, Url = Loopback, Length = Length };
    private static readonly SaveTarget s_target = new(TaskId, 0, "");

    private SaveTarget Target => s_target with { Path = FinalPath };

    [Theory]
    [InlineData(0, false)]
    [InlineData(Here, false)]
    [InlineData(Here, true)]
    [InlineData((128 * 1024) + 1, false)]
    [InlineData(Length, false)]
    public async Task The_digest_is_that_of_the_whole_file_however_it_came(int here, bool startsOver)
    {
        await LeaveAsync(here);
        using PartFile part = await OpenAsync(hash: true);
        if (startsOver)
        {
            part.Restart(s_note);
        }
        else
        {
            part.Continue(s_note);
        }

        int from = startsOver ? 0 : here;
        int middle = (from + Length) / 2;
        part.Append(Video.AsSpan(from, middle - from));
        part.Append(Video.AsSpan(middle));

        Assert.Equal(new FinishedFile(FinalPath, s_sha256), part.Finish(Target, overwrite: false));
        part.Dispose();
        AssertOnlyVideo(Video);
    }

    [Fact]
    public async Task Without_a_wish_for_it_there_is_no_digest()
    {
        using PartFile part = await OpenAsync();
        part.Restart(s_note);
        part.Append(Video);

        Assert.Null(part.Finish(Target, overwrite: false).Sha256);
    }

    [Fact]
    public async Task Every_byte_is_on_the_disk_before_the_file_has_its_name()
    {
        List<string> seen = [];
        using PartFile part = await OpenAsync(new SaverConnection
        {
            TimeProvider = Time,
            OpenPart = path => new ToldFile(path, () => seen.Add("flushed")),
            Move = (from, to, overwrite) =>
            {
                seen.Add("moved");
                File.Move(from, to, overwrite);
            },
        });
        part.Restart(s_note);
        part.Append(Video);

        part.Finish(Target, overwrite: false);

        Assert.Equal(["flushed", "moved"], seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_has_the_name_by_now_is_replaced_only_where_that_is_wanted(bool overwrite)
    {
        using PartFile part = await OpenAsync();
        part.Restart(s_note);
        part.Append(Video);
        await File.WriteAllTextAsync(FinalPath, "mine");

        if (overwrite)
        {
            part.Finish(Target, overwrite);
            part.Dispose();
            AssertOnlyVideo(Video);
        }
        else
        {
            Assert.Equal(SaveFault.FileExists, Assert.Throws<SaveException>(() => part.Finish(Target, overwrite)).Fault);
            Assert.Equal("mine", await File.ReadAllTextAsync(FinalPath));
            Assert.Equal(Length, new FileInfo(PartPath).Length);
            Assert.False(PartNote.Read(NotePath)!.IsRejected);
        }
    }

    [Fact]
    public async Task A_folder_that_has_the_name_by_now_is_told_and_stays()
    {
        using PartFile part = await OpenAsync();
        part.Restart(s_note);
        part.Append(Video);
        Directory.CreateDirectory(FinalPath);

        SaveException fault = Assert.Throws<SaveException>(() => part.Finish(Target, overwrite: true));

        Assert.Equal(SaveFault.FileExists, fault.Fault);
        Assert.Contains("folder", fault.Message, StringComparison.Ordinal);
        Assert.Equal(Length, new FileInfo(PartPath).Length);
    }

    [Fact]
    public async Task Bytes_that_are_no_whole_video_stay_to_be_looked_at_and_are_marked()
    {
        using (PartFile part = await OpenAsync())
        {
            part.Restart(s_note);
            part.Append(Video.AsSpan(..^1));
            Assert.Throws<SaveException>(() => part.Finish(Target, overwrite: true));
        }

        Assert.Equal(s_note with { IsRejected = true }, PartNote.Read(NotePath));
        Assert.Equal(Video[..^1], await File.ReadAllBytesAsync(PartPath));
        Assert.False(File.Exists(FinalPath));
    }

    [Fact]
    public async Task What_began_nothing_leaves_nothing()
    {
        using (PartFile part = await OpenAsync())
        {
            part.Restart(s_note);
            Assert.Equal([Path.GetFileName(PartPath), Path.GetFileName(NotePath)], Files);
        }

        Assert.Empty(Files);
    }

    [Fact]
    public async Task A_file_that_gets_its_name_while_it_is_opened_is_no_part_any_more()
    {
        await LeaveAsync(Here);
        string finished = Path.Combine(Folder, "finished.mp4");
        int opened = 0;
        using PartFile part = await OpenAsync(new SaverConnection
        {
            TimeProvider = Time,
            OpenPart = path =>
            {
                FileStream file = PartFile.OpenExclusively(path);
                if (++opened == 1)
                {
                    File.Move(path, finished);
                }

                return file;
            },
        });

        Assert.Equal((2, 0), (opened, part.Length));
        using FileStream free = PartFile.OpenExclusively(finished);
        Assert.Equal(Here, free.Length);
    }

    [Fact]
    public async Task A_link_that_comes_in_its_place_while_it_is_opened_is_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), Windows);
        using TempFolder elsewhere = new();
        await File.WriteAllTextAsync(elsewhere["precious.txt"], "precious");

        SaveException fault = await Assert.ThrowsAsync<SaveException>(() => OpenAsync(new SaverConnection
        {
            TimeProvider = Time,
            OpenPart = path =>
            {
                FileStream file = PartFile.OpenExclusively(path);
                File.Delete(path);
                File.CreateSymbolicLink(path, elsewhere["precious.txt"]);
                return file;
            },
        }));

        Assert.Contains("symbolic link", fault.Message, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(elsewhere["precious.txt"]));
    }

    [Fact]
    public async Task A_part_that_is_somebody_elses_is_let_go_of()
    {
        await File.WriteAllTextAsync(PartPath, "a browser's");

        await Assert.ThrowsAsync<SaveException>(() => OpenAsync());

        using FileStream free = PartFile.OpenExclusively(PartPath);
        Assert.True(free.Length > 0);
    }

    [Fact]
    public async Task What_another_begins_after_a_part_was_thrown_away_is_left_to_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), Windows);
        PartFile part = await OpenAsync();
        part.Discard();
        await File.WriteAllTextAsync(PartPath, "another's");

        part.Dispose();

        Assert.Equal("another's", await File.ReadAllTextAsync(PartPath));
    }

    [Fact]
    public async Task A_file_is_not_closed_while_it_is_being_flushed()
    {
        using ManualResetEventSlim flushing = new();
        using ManualResetEventSlim goOn = new();
        bool? closed = null;
        PartFile part = await OpenAsync(new SaverConnection
        {
            TimeProvider = Time,
            Flush = handle =>
            {
                flushing.Set();
                goOn.Wait();
                closed = handle.IsClosed;
            },
        });
        part.Restart(s_note);
        part.Append(new byte[32 * 1024 * 1024]);
        flushing.Wait(TestContext.Current.CancellationToken);

        Thread closing = new(part.Dispose);
        closing.Start();
        while (closing.IsAlive && (closing.ThreadState & ThreadState.WaitSleepJoin) == 0)
        {
            Thread.Yield();
        }

        goOn.Set();
        closing.Join();
        Assert.False(closed);
    }

    private async Task LeaveAsync(int bytes)
    {
        using PartFile earlier = await OpenAsync();
        earlier.Restart(s_note);
        earlier.Append(Video.AsSpan(0, bytes));
    }

    private async Task<PartFile> OpenAsync(SaverConnection? connection = null, bool hash = false)
    {
        Task<PartFile> opening = PartFile.OpenAsync(
            FinalPath, connection ?? new SaverConnection { TimeProvider = Time }, hash, new SaveErrors(TaskId, FinalPath), CancellationToken.None);
        await RunAsync(opening);
        return await opening;
    }

    /// <summary>Tells when its bytes are brought to the disk.</summary>
    private sealed class ToldFile(string path, Action flushed) : FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, 0)
    {
        public override void Flush(bool flushToDisk)
        {
            base.Flush(flushToDisk);
            if (flushToDisk)
            {
                flushed();
            }
        }
    }
}
