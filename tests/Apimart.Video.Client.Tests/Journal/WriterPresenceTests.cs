using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>What a lock file that cannot be opened says of its writer.</summary>
public sealed class WriterPresenceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_lock_file_that_may_not_be_opened_is_a_living_writers_unless_it_is_being_deleted(bool isThere)
    {
        JournalFolder folder = new(_folder.Path);
        folder.Create();
        string path = Path.Combine(folder.Writers, "other.lock");
        if (isThere)
        {
            File.WriteAllText(path, string.Empty);
        }

        using WriterPresence presence = new(folder)
        {
            OpenAlone = _ => throw new UnauthorizedAccessException($"Access to the path '{path}' is denied."),
        };

        Assert.Equal(isThere, presence.IsAlive("other"));
    }

    [Fact]
    public void One_is_alive_as_long_as_it_holds_its_file()
    {
        JournalFolder folder = new(_folder["journal"]);
        using WriterPresence presence = new(folder);
        Assert.False(presence.IsAlive("nobody"));
        Assert.False(presence.IsAlive(null));

        folder.Create();
        WriterPresence other = new(folder);
        string name = other.Register();

        Assert.Equal((true, false), (presence.IsAlive(name), presence.IsOwn(name)));
        Assert.Equal((true, true), (other.IsAlive(name), other.IsOwn(name)));
        Assert.Equal(name, other.Register());
        Assert.False(presence.IsOwn(null));
        Assert.Null(presence.ElsewhereOf(name));
        other.Dispose();
        Assert.Equal((false, false), (presence.IsAlive(name), other.IsOwn(name)));
        Assert.NotEqual(name, other.Register());
        other.Dispose();
    }

    [Fact]
    public void A_new_one_clears_away_what_the_dead_left_and_nothing_of_the_living()
    {
        JournalFolder folder = new(_folder.Path);
        folder.Create();
        using WriterPresence living = new(folder);
        string name = living.Register();
        File.WriteAllText(Path.Combine(folder.Writers, "dead.lock"), string.Empty);
        File.WriteAllText(Path.Combine(folder.Writers, "notes.txt"), "mine");
        using WriterPresence presence = new(folder);

        string own = presence.Register();

        Assert.Equal(
            new[] { $"{name}.lock", $"{own}.lock", "notes.txt" }.Order(StringComparer.Ordinal),
            Directory.GetFiles(folder.Writers).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_lock_that_another_process_holds_all_the_time_is_given_up_after_half_a_minute()
    {
        ManualTime time = new();
        using TaskJournal journal = TaskJournal.Open(_folder.Path, time: time);
        using FileStream held = new(_folder["journal.lock"], FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        Task recording = journal.RecordSavedAsync("task_1", new SavedFile(0, _folder["1.mp4"], 1, null));
        await WaitsAsync();
        time.Advance(TimeSpan.FromSeconds(30));
        await WaitsAsync();
        Assert.False(recording.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(20));
        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => recording);

        Assert.Equal(ApimartErrorKind.JournalUnavailable, fault.Kind);
        Assert.Contains($"'{_folder["journal.lock"]}' for more than 30 seconds", fault.Message, StringComparison.Ordinal);

        async Task WaitsAsync()
        {
            while (time.NextDue is null)
            {
                await Task.Delay(1);
            }
        }
    }

    [Fact]
    public void A_writer_that_has_gone_leaves_nothing_that_keeps_the_folder_from_being_deleted()
    {
        JournalFolder folder = new(_folder["journal"]);
        folder.Create();
        WriterPresence presence = new(folder);
        presence.Register();

        presence.Dispose();

        Assert.Empty(Directory.GetFiles(folder.Writers));
        Directory.Delete(folder.Root, recursive: true);
    }
}
