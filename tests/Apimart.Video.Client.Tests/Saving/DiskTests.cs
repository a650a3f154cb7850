using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Downloads;

namespace Apimart.Video.Client.Tests.Saving;

public sealed class DiskTests : SavingTest
{
    [Fact]
    public async Task A_flush_that_fails_while_bytes_still_come_gives_no_file_its_name()
    {
        byte[] video = SampleVideo.Of(40 * 1024 * 1024);
        await using RawFileServer host = new(_ => FileAnswers.Whole(video));
        using (VideoSaver saver = new(
            new SaverConnection { TimeProvider = Time, BaseUri = Loopback, Flush = _ => throw new IOException("Input/output error") }, NoRefresh, Options()))
        {
            Task<IReadOnlyList<SavedVideo>> saving = saver.SaveAsync(TaskWith(host.Address));
            await RunAsync(saving);
            Assert.Equal(SaveFault.WriteFailed, (await Assert.ThrowsAsync<SaveException>(() => saving)).Fault);
        }

        Assert.False(File.Exists(FinalPath));
        Assert.Equal(video.Length, (await SaveAsync(TaskWith(host.Address))).BytesFetched);
        AssertOnlyVideo(video);
    }

    [Fact]
    public async Task A_full_disk_leaves_a_part_and_running_again_goes_on()
    {
        await using RawFileServer host = new(request => FileAnswers.To(request, Video));
        using (VideoSaver saver = new(
            new SaverConnection { TimeProvider = Time, BaseUri = Loopback, OpenPart = path => new FullDisk(path, 300_000) }, NoRefresh, Options()))
        {
            SaveException fault = await Assert.ThrowsAsync<SaveException>(() => saver.SaveAsync(TaskWith(host.Address)));
            Assert.Equal((SaveFault.DiskFull, FinalPath), (fault.Fault, fault.Path));
            Assert.Single(host.Requests);
            Assert.False(File.Exists(FinalPath));
        }

        SavedVideo saved = await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(Video);
        Assert.Equal(Length - 300_000, saved.BytesFetched);
    }

    [Fact]
    public async Task A_folder_is_made_where_there_is_none()
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));
        SaveOptions options = new() { Directory = Path.Combine(Folder, "a", "b") };

        SavedVideo saved = await SaveAsync(TaskWith(host.Address), options);

        Assert.True(File.Exists(Path.Combine(options.Directory, TaskId + ".mp4")));
        Assert.Equal(options.Directory, Path.GetDirectoryName(saved.Path));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_reported_before_anything_is_fetched()
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));
        string file = Path.Combine(Folder, "file");
        await File.WriteAllTextAsync(file, "x");

        SaveException fault = await FailAsync(TaskWith(host.Address), new SaveOptions { Directory = Path.Combine(file, "a") });

        Assert.Equal(SaveFault.PathNotWritable, fault.Fault);
        Assert.Empty(host.Requests);
    }

    [Fact]
    public async Task A_part_that_cannot_be_opened_is_reported()
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));
        Directory.CreateDirectory(PartPath);

        SaveException fault = await FailAsync(TaskWith(host.Address));

        Assert.Equal(SaveFault.FileExists, fault.Fault);
        Assert.Empty(host.Requests);
    }

    [Fact]
    public async Task A_folder_in_place_of_the_file_is_not_replaced()
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));
        Directory.CreateDirectory(FinalPath);

        SaveException fault = await FailAsync(TaskWith(host.Address), Options(force: true));

        Assert.Equal(SaveFault.FileExists, fault.Fault);
        Assert.Empty(host.Requests);
        Assert.True(Directory.Exists(FinalPath));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_part_that_is_a_link_is_not_followed(bool leadsSomewhere)
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));
        using TempFolder elsewhere = new();
        string target = elsewhere["precious.txt"];
        if (leadsSomewhere)
        {
            await File.WriteAllTextAsync(target, "precious");
        }

        File.CreateSymbolicLink(PartPath, target);

        SaveException fault = await FailAsync(TaskWith(host.Address), Options(force: true));

        Assert.Equal(SaveFault.FileExists, fault.Fault);
        Assert.Contains("symbolic link", fault.Message, StringComparison.Ordinal);
        Assert.Empty(host.Requests);
        Assert.Equal(leadsSomewhere, File.Exists(target) && await File.ReadAllTextAsync(target) == "precious");
    }

    [Fact]
    public async Task A_note_that_is_a_link_is_not_written_through()
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));
        using TempFolder elsewhere = new();
        await File.WriteAllTextAsync(elsewhere["precious.txt"], "precious");
        File.CreateSymbolicLink(NotePath, elsewhere["precious.txt"]);

        await FailAsync(TaskWith(host.Address));

        Assert.Equal("precious", await File.ReadAllTextAsync(elsewhere["precious.txt"]));
    }

    [Fact]
    public async Task A_link_in_place_of_the_file_is_not_written_through()
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));
        using TempFolder elsewhere = new();
        File.CreateSymbolicLink(FinalPath, elsewhere["nowhere.mp4"]);

        SaveException fault = await FailAsync(TaskWith(host.Address));

        Assert.Equal(SaveFault.FileExists, fault.Fault);
        Assert.Empty(host.Requests);
        await SaveAsync(TaskWith(host.Address), Options(force: true));
        Assert.False(File.Exists(elsewhere["nowhere.mp4"]));
        AssertOnlyVideo(Video);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_part_without_a_note_is_somebody_elses(bool force)
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));
        await File.WriteAllTextAsync(PartPath, "a browser's");

        SaveException fault = await FailAsync(TaskWith(host.Address), Options(force: force));

        Assert.Equal(SaveFault.FileExists, fault.Fault);
        Assert.Contains(PartPath, fault.Message, StringComparison.Ordinal);
        Assert.Empty(host.Requests);
        Assert.Equal("a browser's", await File.ReadAllTextAsync(PartPath));
    }

    [Fact]
    public async Task An_empty_part_without_a_note_is_what_a_kill_leaves_and_is_used()
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));
        await File.WriteAllTextAsync(PartPath, string.Empty);

        await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(Video);
    }

    [Fact]
    public async Task A_folder_without_the_right_to_write_is_found_before_anything_is_fetched()
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));
        string folder = Path.Combine("/proc", "apimart");
        Assert.SkipUnless(!OperatingSystem.IsWindows() && Directory.Exists("/proc/self"), "There is no /proc, in which nobody may make a file.");

        SaveException fault = await FailAsync(TaskWith(host.Address), new SaveOptions { Directory = folder });

        Assert.Equal(SaveFault.PathNotWritable, fault.Fault);
        Assert.Empty(host.Requests);
    }

    [Fact]
    public async Task A_file_another_process_is_saving_is_left_to_it()
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));
        using FileStream other = PartFile.OpenExclusively(PartPath);

        SaveException fault = await FailAsync(TaskWith(host.Address));

        Assert.Equal(SaveFault.FileInUse, fault.Fault);
        Assert.Empty(host.Requests);
    }

    [Fact]
    public async Task A_file_another_process_has_finished_meanwhile_is_not_fetched_again()
    {
        await using RawFileServer host = new(request => FileAnswers.Rest(request.From!.Value, Video));
        FileStream other = PartFile.OpenExclusively(PartPath);
        using VideoSaver saver = SaverOf(Options());
        Task<IReadOnlyList<SavedVideo>> saving = saver.SaveAsync(TaskWith(host.Address));
        other.Write(Video);
        File.Move(PartPath, FinalPath);
        await other.DisposeAsync();

        await RunAsync(saving);

        Assert.True(Assert.Single(await saving).Skipped);
        AssertOnlyVideo(Video);
    }

    [Fact]
    public async Task A_file_its_maker_still_holds_is_waited_for()
    {
        await File.WriteAllBytesAsync(FinalPath, Video);
        FileStream maker = PartFile.OpenExclusively(FinalPath);
        using VideoSaver saver = SaverOf(Options());

        Task<IReadOnlyList<SavedVideo>> saving = saver.SaveAsync(
            TaskWith(new Uri("http://127.0.0.1:9/")) with { SavedFiles = [FinalPath] });
        while (Time.NextDue is null && !saving.IsCompleted)
        {
            await Task.Delay(1);
        }

        await maker.DisposeAsync();
        await RunAsync(saving);

        Assert.True(Assert.Single(await saving).Skipped);
    }

    [Fact]
    public async Task Two_processes_that_save_the_same_file_at_once_save_it_once()
    {
        await using RawFileServer host = new(request => request is { From: > 0, IfRange: null }
            ? FileAnswers.Rest(request.From.Value, Video)
            : FileAnswers.To(request, Video));
        using VideoSaver first = SaverOf(Options());
        using VideoSaver second = SaverOf(Options());

        Task<IReadOnlyList<SavedVideo>>[] both =
        [
            Task.Run(() => first.SaveAsync(TaskWith(host.Address))),
            Task.Run(() => second.SaveAsync(TaskWith(host.Address))),
        ];
        await Task.WhenAny(both);
        await RunAsync(Task.WhenAll(both));

        Assert.Equal([false, true], (await Task.WhenAll(both)).Select(saved => saved[0].Skipped).Order());
        AssertOnlyVideo(Video);
    }
}
