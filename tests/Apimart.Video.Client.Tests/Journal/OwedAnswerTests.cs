using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;
using Microsoft.Win32.SafeHandles;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>Holds in a folder.</summary>
public sealed class OwedAnswerTests() : OwedAnswerSuite(new FolderHome())
{
    [Fact]
    public async Task A_program_that_holds_the_file_for_a_while_is_waited_out()
    {
        using TaskJournal journal = TaskJournal.Open(Folder.Path, time: new ImpatientTime());
        JournalEntry accepted = await AcceptedAsync(journal);
        var open = journal.File.OpenToAppend;
        int tries = 0;
        journal.File.OpenToAppend = () => ++tries <= 20
            ? throw new IOException("The file is used by another process.", unchecked((int)0x80070020))
            : open();

        await journal.RecordAnswerAsync(accepted);

        Assert.Equal(21, tries);
        Assert.Equal("task_1", TaskJournal.Open(Folder.Path).Find("task_1")?.TaskId);
    }

    [Fact]
    public async Task What_is_owed_is_tried_again_every_five_seconds_until_it_is_written_and_then_no_longer()
    {
        ManualTime time = new();
        using TaskJournal journal = TaskJournal.Open(Folder.Path, time: time);
        JournalEntry first = await AcceptedAsync(journal);
        JournalEntry second = await AcceptedAsync(journal, "lake", "task_2");
        JournalEntry third = await AcceptedAsync(journal, "hill", "task_3");
        int tries = 0;
        bool isFull = true;
        var write = journal.File.Write;
        journal.File.Write = (file, bytes, offset) =>
        {
            tries++;
            if (isFull)
            {
                throw new IOException("No space left on device");
            }

            write(file, bytes, offset);
        };
        journal.Owe(first);
        journal.Owe(second);

        for (int trial = 1; trial <= 3; trial++)
        {
            Assert.Equal((1, time.GetUtcNow().AddSeconds(5)), (time.Timers, time.NextDue));
            time.Advance(TimeSpan.FromSeconds(5));
            await UntilAsync(() => time.Timers == 1);
            Assert.Equal(trial, tries);
        }

        isFull = false;
        time.Advance(TimeSpan.FromSeconds(5));
        await UntilAsync(() => journal.Find("task_2") is { Status: ApimartTaskStatus.Submitted });
        await RestAsync();
        Assert.Equal((4, 0), (tries, time.Timers));

        isFull = true;
        journal.Owe(third);
        Assert.Equal((1, time.GetUtcNow().AddSeconds(5)), (time.Timers, time.NextDue));
    }

    [Fact]
    public async Task A_journal_that_was_closed_tries_nothing_for_ever()
    {
        ManualTime time = new();
        TaskJournal journal = TaskJournal.Open(Folder.Path, time: time);
        JournalEntry accepted = await AcceptedAsync(journal);
        Folder.Break(journal);
        journal.Owe(accepted);

        journal.Dispose();
        time.Advance(TimeSpan.FromSeconds(5));
        await RestAsync();

        Assert.Equal(0, time.Timers);
    }

    [Fact]
    public async Task What_is_owed_to_a_row_that_this_journal_does_not_have_stays_where_it_is()
    {
        string spool;
        using (TaskJournal dying = TaskJournal.Open(Folder.Path, time: new ManualTime()))
        {
            JournalEntry accepted = await AcceptedAsync(dying);
            Folder.Break(dying);
            dying.Owe(accepted);
            spool = dying.SpoolPath;
        }

        Folder.Clear();
        using TaskJournal other = TaskJournal.Open(Folder.Path);
        JournalEntry here = await AcceptedAsync(other, "lake", "task_2");
        new JournalSpool(Folder.Path).Keep(here);
        await other.RecordSavedAsync("task_0", new SavedFile(0, Folder["0.mp4"], 1, null));

        Assert.Equal("task_2", other.Find("task_2")?.TaskId);
        Assert.Equal("task_1", Assert.Single(Assert.Single(new JournalSpool(Folder.Path).Read()).Entries).TaskId);
        Directory.Delete(spool, recursive: true);
    }

    [Fact]
    public async Task What_was_owed_to_a_row_that_has_its_answer_by_now_is_left_out()
    {
        using TaskJournal journal = TaskJournal.Open(Folder.Path);
        JournalEntry accepted = await AcceptedAsync(journal);
        await journal.RecordAnswerAsync(accepted);
        JournalSpool spool = new(Folder.Path);
        Assert.Equal(journal.SpoolPath, spool.Root);
        spool.Keep(journal.Entry(JournalEntryKind.Unknown) with { Key = accepted.Key });

        await journal.RecordSavedAsync("task_1", new SavedFile(0, Folder["1.mp4"], 1, null));

        Assert.Equal(["intent", "accepted", "saved"], Kinds());
        Assert.False(Directory.Exists(spool.Root));
    }

    [Fact]
    public async Task An_answer_whose_second_place_cannot_be_written_either_is_written_while_the_session_lives()
    {
        ManualTime time = new();
        using TaskJournal journal = TaskJournal.Open(Folder.Path, time: time);
        JournalEntry accepted = await AcceptedAsync(journal);
        await File.WriteAllTextAsync(journal.SpoolPath, "in its place");
        try
        {
            Folder.Break(journal);
            journal.Owe(accepted);
            Folder.Mend(journal);
            time.Advance(TimeSpan.FromSeconds(5));

            await UntilAsync(() => journal.Find("task_1") is { Status: ApimartTaskStatus.Submitted });
            Assert.Empty(new JournalSpool(Folder.Path).Read());
        }
        finally
        {
            File.Delete(journal.SpoolPath);
        }
    }

    [Fact]
    public async Task Nothing_is_handed_on_before_it_is_on_the_disk()
    {
        using TaskJournal journal = TaskJournal.Open(Folder.Path);
        int flushes = 0;
        journal.File.FlushToDisk = _ => flushes++;

        JournalEntry accepted = await AcceptedAsync(journal);
        Assert.Equal(1, flushes);
        await journal.RecordAnswerAsync(accepted);
        Assert.Equal(2, flushes);

        using ManualResetEventSlim onDisk = new();
        using SemaphoreSlim reached = new(0);
        journal.File.FlushToDisk = _ =>
        {
            reached.Release();
            onDisk.Wait();
        };
        Task recorded = journal.RecordAsync(new ApimartTask { TaskId = "task_1", Status = ApimartTaskStatus.Failed });
        await reached.WaitAsync();
        Assert.False(recorded.IsCompleted);
        onDisk.Set();
        await recorded;
    }

    [Fact]
    public void To_be_on_the_disk_is_the_systems_own_word_for_it()
    {
        using TaskJournal journal = TaskJournal.Open(Folder.Path);

        Assert.Equal(((Action<SafeFileHandle>)RandomAccess.FlushToDisk).Method, journal.File.FlushToDisk.Method);
    }

    [Fact]
    public void A_journal_that_cannot_be_read_or_written_warns_once_and_stops_nothing_that_is_paid_for()
    {
        List<string> warnings = [];
        JournalAdvice advice = new(() => throw new UnauthorizedAccessException("Access is denied."), warnings.Add);

        Assert.Null(advice.Find("task_1"));
        Assert.Null(advice.OwnerOf("a.mp4"));
        Assert.Empty(advice.SavedOf("task_1"));
        Assert.Empty(advice.NewestOf(["sora-2"], 10));
        Assert.True(advice.RecordSavedAsync("task_1", new SavedFile(0, "a.mp4", 1, null)).IsCompletedSuccessfully);
        Assert.Contains("Access is denied", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_that_can_be_read_and_written_advises_with_what_it_holds()
    {
        using TaskJournal journal = TaskJournal.Open(Folder.Path);
        JournalAdvice advice = new(() => journal, _ => Assert.Fail("Nothing is wrong."));
        await journal.RecordAsync(new ApimartTask { TaskId = "task_1", Model = "sora-2", Status = ApimartTaskStatus.Completed, ActualTime = TimeSpan.FromSeconds(9) });
        await advice.RecordSavedAsync("task_1", new SavedFile(0, Folder["1.mp4"], 5, null));

        Assert.Equal("task_1", advice.Find("task_1")!.TaskId);
        Assert.Equal("task_1", advice.OwnerOf(Folder["1.mp4"]));
        Assert.Equal(5, Assert.Single(advice.SavedOf("task_1")).Length);
        Assert.Equal(TimeSpan.FromSeconds(9), Assert.Single(advice.NewestOf(["sora-2"], 10)).Duration);
    }
}

/// <summary>Holds in a database.</summary>
public sealed class DatabaseOwedAnswerTests() : OwedAnswerSuite(new DatabaseHome());

/// <summary>An answer that came is worth money: it is owed until it is written, in this session or by the next run.</summary>
public abstract class OwedAnswerSuite : IDisposable
{
    private readonly JournalHome _folder;
    private readonly ManualTime _time = new();

    private protected OwedAnswerSuite(JournalHome folder)
    {
        _folder = folder;
    }

    private protected JournalHome Folder => _folder;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_owed_is_written_as_soon_as_it_can_be_without_another_append()
    {
        using EntryJournal journal = _folder.Open(time: _time);
        using EntryJournal other = _folder.Open();
        JournalEntry accepted = await AcceptedAsync(journal);
        _folder.Break(journal);
        journal.Owe(accepted);
        Assert.Equal(_time.GetUtcNow().AddSeconds(5), _time.NextDue);
        _folder.Mend(journal);
        _time.Advance(TimeSpan.FromSeconds(6));
        while (other.Find("task_1") is null)
        {
            await Task.Delay(1);
        }

        await journal.RecordAsync(new ApimartTask { TaskId = "task_1", Status = ApimartTaskStatus.Failed });
        Assert.Equal(["intent", "accepted", "state"], Kinds());
    }

    [Fact]
    public async Task What_is_owed_goes_first_with_the_next_append_and_only_once()
    {
        using EntryJournal journal = _folder.Open(time: _time);
        JournalEntry accepted = await AcceptedAsync(journal);
        journal.Owe(accepted);

        await journal.RecordAnswerAsync(await AcceptedAsync(journal, "lake", "task_2"));
        await journal.RecordAsync(new ApimartTask { TaskId = "task_1", Status = ApimartTaskStatus.Failed });
        Assert.False(Directory.Exists(journal.SpoolPath));
        await journal.RecordSavedAsync("task_2", new SavedFile(0, _folder["2.mp4"], 1, null));

        Assert.Equal(["intent", "accepted", "intent", "accepted", "state", "saved"], Kinds());
        Assert.False(Directory.Exists(journal.SpoolPath));
    }

    [Fact]
    public async Task What_is_owed_when_the_process_ends_is_found_by_the_next_run()
    {
        string spool;
        using (EntryJournal dying = _folder.Open(time: _time))
        {
            JournalEntry accepted = await AcceptedAsync(dying);
            _folder.Break(dying);
            dying.Owe(accepted);
            spool = dying.SpoolPath;
        }

        Assert.Single(Directory.GetFiles(spool));
        using EntryJournal next = _folder.Open();
        _folder.Mend(next);
        await next.RecordSavedAsync("task_0", new SavedFile(0, _folder["0.mp4"], 1, null));
        Assert.NotNull(next.Find("task_1"));
        SubmitClaim claim = await ClaimAsync(next);

        Assert.Equal((ClaimKind.Known, "task_1"), (claim.Kind, claim.Task!.TaskId));
        Assert.Empty(next.Damages());
        await next.RecordAsync(new ApimartTask { TaskId = "task_1", Status = ApimartTaskStatus.Failed });
        Assert.False(Directory.Exists(spool));
    }

    [Fact]
    public async Task Another_answer_that_is_owed_to_the_same_row_does_not_cost_an_earlier_one_its_id()
    {
        JournalEntry accepted;
        using (EntryJournal dying = _folder.Open(time: _time))
        {
            accepted = await AcceptedAsync(dying);
            _folder.Break(dying);
            dying.Owe(accepted);
        }

        using EntryJournal next = _folder.Open(time: _time);
        next.Owe(next.Entry(JournalEntryKind.Unknown) with { Key = accepted.Key });
        _folder.Mend(next);
        await next.RecordSavedAsync("task_0", new SavedFile(0, _folder["0.mp4"], 1, null));

        Assert.Equal(ApimartTaskStatus.Submitted, next.Find("task_1")?.Status);
        Assert.Equal(Kinds().Distinct(), Kinds());
        Assert.Empty(next.Damages());
    }

    private protected string[] Kinds() => [.. _folder.Lines().Select(line => line.Split("\"e\":\"")[1].Split('"')[0])];

    private protected static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(1);
        }
    }

    /// <summary>Lets other threads run that should have nothing to do; to wait too shortly only finds less.</summary>
    private protected static async Task RestAsync()
    {
        for (int moment = 0; moment < 50; moment++)
        {
            await Task.Delay(1);
        }
    }

    private protected static async Task<JournalEntry> AcceptedAsync(EntryJournal journal, string prompt = "sea", string taskId = "task_1")
    {
        SubmitClaim claim = await ClaimAsync(journal, prompt);
        return journal.Entry(JournalEntryKind.Accepted) with { Key = claim.IdempotencyKey, TaskId = taskId };
    }

    private protected static Task<SubmitClaim> ClaimAsync(EntryJournal journal, string prompt = "sea") =>
        journal.ClaimAsync(Rows.Row(prompt), "autumn", 0, retryUnknown: false, CancellationToken.None);
}
