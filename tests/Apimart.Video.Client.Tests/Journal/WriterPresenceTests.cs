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
