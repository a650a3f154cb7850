using Apimart.Video.Journal;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>The second place for answers, where more than one session writes.</summary>
public sealed class JournalSpoolTests : IDisposable
{
    private readonly JournalSpool _spool = new($"spool of {Guid.NewGuid()}");

    public void Dispose()
    {
        if (Directory.Exists(_spool.Root))
        {
            Directory.Delete(_spool.Root, recursive: true);
        }
    }

    [Fact]
    public void A_file_is_read_while_its_session_has_it_open()
    {
        _spool.Keep(Accepted("task_1"));
        using FileStream session = new(File(), FileMode.Open, FileAccess.ReadWrite, FileShare.Read);

        Assert.Equal("task_1", Assert.Single(Assert.Single(_spool.Read()).Entries).TaskId);
    }

    [Fact]
    public void A_file_that_cannot_be_read_hides_no_other_and_is_not_taken_away()
    {
        _spool.Keep(Accepted("task_1"));
        string held = Path.Combine(_spool.Root, "held.jsonl");
        using (new FileStream(held, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
        {
            IReadOnlyList<SpoolFile> files = _spool.Read();
            Assert.Equal("task_1", Assert.Single(Assert.Single(files).Entries).TaskId);
            _spool.Forget(files);
        }

        Assert.Equal(held, File());
    }

    [Fact]
    public void What_was_added_after_a_file_was_read_is_not_taken_away_with_it()
    {
        _spool.Keep(Accepted("task_1"));
        IReadOnlyList<SpoolFile> before = _spool.Read();
        _spool.Keep(Accepted("task_2"));
        _spool.Forget(before);

        Assert.Equal(["task_1", "task_2"], Assert.Single(_spool.Read()).Entries.Select(entry => entry.TaskId));
        _spool.Forget(_spool.Read());
        Assert.False(Directory.Exists(_spool.Root));
    }

    [Fact]
    public void What_is_not_as_it_was_written_is_no_answer_and_hides_no_other()
    {
        _spool.Keep(Accepted("task_1"));
        _spool.Keep(Accepted("task_2"));
        _spool.Keep(Accepted("task_3"));
        string text = System.IO.File.ReadAllText(File());
        System.IO.File.WriteAllText(File(), text.Replace("task_1", "task_9", StringComparison.Ordinal)[..^20]);

        Assert.Equal("task_2", Assert.Single(Assert.Single(_spool.Read()).Entries).TaskId);
    }

    private string File() => Assert.Single(Directory.GetFiles(_spool.Root));

    private static JournalEntry Accepted(string taskId) =>
        new() { Kind = JournalEntryKind.Accepted, Time = DateTimeOffset.UnixEpoch, Key = "key", TaskId = taskId };
}
