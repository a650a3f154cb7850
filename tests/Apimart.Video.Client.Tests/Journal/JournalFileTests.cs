using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Journal;

public sealed class JournalFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Entries => _folder["journal.jsonl"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Opening_a_journal_touches_nothing()
    {
        string path = _folder["not yet"];
        using TaskJournal journal = TaskJournal.Open(path);

        Assert.Empty(journal.Query(JournalQuery.All));
        Assert.Null(journal.Find("task_1"));
        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public async Task After_a_torn_last_line_the_next_entry_is_whole()
    {
        await SubmitAsync("task_1", "sea");
        await File.AppendAllTextAsync(Entries, "{\"v\":1,\"e\":\"accepted\",\"key\":\"apv-1\",\"task\":\"task_to");

        await SubmitAsync("task_2", "lake");

        Assert.Equal(["task_1", "task_2"], TaskIds());
        Assert.Equal(5, (await File.ReadAllLinesAsync(Entries)).Length);
    }

    [Fact]
    public async Task Beside_entries_of_a_later_format_no_row_of_a_job_is_sent()
    {
        await SubmitAsync("task_1", "sea");
        await File.AppendAllTextAsync(Entries, "{\"v\":3,\"e\":\"intent\",\"rows\":[]}\n");

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync("task_2", "lake"));

        Assert.Equal(ApimartErrorKind.JournalUnavailable, fault.Kind);
        Assert.Equal(["task_1"], TaskIds());
        using TaskJournal journal = Open();
        Assert.Equal(["autumn"], journal.JobNames());
        Assert.Equal(ClaimKind.New, (await ClaimAsync(journal, "lake", job: null)).Kind);
    }

    [Fact]
    public async Task A_reader_sees_only_whole_lines_and_later_the_rest()
    {
        using TaskJournal reader = Open();
        await SubmitAsync("task_1", "sea");
        string state = "{\"v\":1,\"e\":\"state\",\"task\":\"task_1\",\"status\":\"Failed\"}\n";
        await File.AppendAllTextAsync(Entries, state[..30]);

        Assert.Equal(ApimartTaskStatus.Submitted, reader.Find("task_1")!.Status);
        await File.AppendAllTextAsync(Entries, state[30..]);
        Assert.Equal(ApimartTaskStatus.Failed, reader.Find("task_1")!.Status);
    }

    [Fact]
    public async Task A_line_longer_than_any_buffer_is_read()
    {
        string prompt = new('\u00e9', 1_000_000);
        await SubmitAsync("task_1", prompt);
        await SubmitAsync("task_2", "sea");

        Assert.Equal(prompt, Open().Find("task_1")!.Prompt);
        Assert.Equal(["task_1", "task_2"], TaskIds());
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(300_000)]
    [InlineData(1_100_000)]
    public async Task What_was_cut_short_is_ended_however_long_it_is(int length)
    {
        await SubmitAsync("task_1", "sea");
        await File.AppendAllTextAsync(Entries, "{\"v\":2,\"e\":\"intent\",\"prompt\":\"" + new string('x', length));

        await SubmitAsync("task_2", "lake");

        Assert.Equal(["task_1", "task_2"], TaskIds());
        using TaskJournal journal = Open();
        Assert.Empty(journal.Damages());
    }

    [Fact]
    public async Task A_journal_that_was_moved_away_starts_anew()
    {
        using TaskJournal journal = Open();
        await SubmitAsync(journal, "task_1", "sea, and a good deal more of it than in the next");
        Assert.NotNull(journal.Find("task_1"));
        File.Move(Entries, _folder["old.jsonl"]);

        await SubmitAsync(journal, "task_2", "lake");

        Assert.Null(journal.Find("task_1"));
        Assert.NotNull(journal.Find("task_2"));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_or_no_longer_is_made()
    {
        string folder = _folder["not yet"];
        using TaskJournal journal = TaskJournal.Open(folder);
        await journal.RecordSavedAsync("task_1", Saved("1.mp4", 0));
        Directory.Delete(folder, recursive: true);

        await Record.ExceptionAsync(() => journal.RecordSavedAsync("task_2", Saved("2.mp4", 0)));
        await journal.RecordSavedAsync("task_3", Saved("3.mp4", 0));

        Assert.Equal("task_3", TaskJournal.Open(folder).OwnerOf(Path.GetFullPath("3.mp4")));
    }

    [Fact]
    public async Task Only_its_owner_may_read_the_journal()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes; the profile folder's own rights apply.");
        string state = _folder["state"];
        using TaskJournal journal = TaskJournal.Open(state);
        await SubmitAsync(journal, "task_1", "sea");

        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
#pragma warning disable CA1416 // Skipped on Windows above.
        Assert.Equal(owner | UnixFileMode.UserExecute, File.GetUnixFileMode(state));
        Assert.Equal(owner | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(state, "writers")));
        Assert.All(
            Directory.GetFiles(state, "*", SearchOption.AllDirectories),
            file => Assert.Equal(owner, File.GetUnixFileMode(file)));
#pragma warning restore CA1416
    }

    [Fact]
    public async Task What_is_appended_at_once_is_written_at_once()
    {
        using TaskJournal journal = Open();
        await SubmitAsync(journal, "task_1", "sea");
        int writes = 0;
        using ManualResetEventSlim firstIsWriting = new();
        using ManualResetEventSlim othersAreWaiting = new();
        var write = journal.File.Write;
        journal.File.Write = (file, bytes, offset) =>
        {
            writes++;
            firstIsWriting.Set();
            othersAreWaiting.Wait();
            write(file, bytes, offset);
        };

        Task first = journal.RecordSavedAsync("task_1", Saved("first.mp4", 0));
        firstIsWriting.Wait();
        Task[] others = Enumerable.Range(1, 50).Select(n => journal.RecordSavedAsync("task_1", Saved($"{n}.mp4", n))).ToArray();
        othersAreWaiting.Set();
        await Task.WhenAll(others.Append(first));

        Assert.Equal(2, writes);
        Assert.Equal(51, journal.SavedOf("task_1").Count);
    }

    /// <summary>Both wishes wait while something else is written, and are written together.</summary>
    [Fact]
    public async Task A_row_that_is_wanted_twice_at_once_is_claimed_once()
    {
        ManualTime time = new();
        using TaskJournal journal = TaskJournal.Open(_folder.Path, time: time);
        Task<SubmitClaim>[] claims = [];
        await TogetherAsync(journal, () => claims = [ClaimAsync(journal, "sea"), ClaimAsync(journal, "sea")]);

        SubmitClaim first = await await Task.WhenAny(claims);
        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Accepted) with { Key = first.IdempotencyKey, TaskId = "task_1" });
        await time.RunUntil(Task.WhenAll(claims));

        Assert.Equal([ClaimKind.New, ClaimKind.Known], claims.Select(claim => claim.Result.Kind).Order());
    }

    [Fact]
    public async Task A_row_that_another_session_had_accepted_is_known_though_it_is_written_together_with_one_outside_any_job()
    {
        using TaskJournal journal = Open();
        await SubmitAsync(journal, "task_1", "sea");
        await SubmitAsync("task_2", "lake");
        Task<SubmitClaim>[] claims = [];

        await TogetherAsync(journal, () => claims = [ClaimAsync(journal, "hill", job: null), ClaimAsync(journal, "lake")]);

        Assert.Equal([ClaimKind.New, ClaimKind.Known], (await Task.WhenAll(claims)).Select(claim => claim.Kind));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"v\":2,\"e\":\"intent\",\"key\":\"to")]
    public async Task What_another_session_wrote_is_seen_by_one_that_wrote_behind_it_without_looking(string torn)
    {
        using TaskJournal journal = Open();
        await SubmitAsync(journal, "task_1", "sea");
        await SubmitAsync("task_2", "lake");
        await File.AppendAllTextAsync(Entries, torn);

        await ClaimAsync(journal, "hill", job: null);

        Assert.Equal(ClaimKind.Known, (await ClaimAsync(journal, "lake")).Kind);
        Assert.Empty(journal.Damages());
    }

    [Fact]
    public async Task What_was_read_is_not_read_again_until_something_follows_it()
    {
        await SubmitAsync("task_1", "sea");
        JournalIndex index = new();
        using var file = File.OpenHandle(Entries, share: FileShare.ReadWrite);
        JournalFile.CatchUp(index, file);
        int generation = index.Generation;
        JournalRow row = index.Find("task_1")!;

        JournalFile.CatchUp(index, file);
        await SubmitAsync("task_2", "lake");
        JournalFile.CatchUp(index, file);

        Assert.Equal(generation, index.Generation);
        Assert.Same(row, index.Find("task_1"));
        Assert.NotNull(index.Find("task_2"));
    }

    [Fact]
    public async Task Writers_at_the_same_time_lose_no_line()
    {
        TaskJournal[] journals = Enumerable.Range(0, 3).Select(_ => Open()).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 90).Select(n => SubmitAsync(journals[n % 3], $"task_{n}", $"row {n}")));

        Assert.Equal(180, (await File.ReadAllLinesAsync(Entries)).Length);
        Assert.Equal(90, TaskIds().Length);
        Array.ForEach(journals, journal => journal.Dispose());
        Assert.Empty(Directory.GetFiles(_folder["writers"]));
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_says_where_it_lies_and_what_helps()
    {
        string file = _folder["a file"];
        await File.WriteAllTextAsync(file, string.Empty);
        using TaskJournal journal = TaskJournal.Open(file);

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync(journal, "task_1", "sea"));

        Assert.Equal(ApimartErrorKind.JournalUnavailable, fault.Kind);
        Assert.Contains(file, fault.Message, StringComparison.Ordinal);
        Assert.Contains("-Journal", fault.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_failed_write_the_journal_still_tells_the_truth()
    {
        using TaskJournal journal = Open();
        await SubmitAsync(journal, "task_1", "sea");
        journal.Patience = TimeSpan.Zero;
        var write = journal.File.Write;
        journal.File.Write = (file, bytes, offset) =>
        {
            write(file, bytes[..(bytes.Length / 2)], offset);
            throw new IOException("No space left on device");
        };
        await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync(journal, "task_2", "lake"));
        journal.File.Write = write;

        // By another process meanwhile, so that the file's length alone does not give the failure away.
        await SubmitAsync("task_3", new string('x', 2000));

        Assert.Equal(ClaimKind.New, (await ClaimAsync(journal, "lake")).Kind);
        Assert.Equal(ClaimKind.Known, (await ClaimAsync(journal, "sea")).Kind);
    }

    [Fact]
    public void The_named_folder_comes_before_the_users_own()
    {
        using TaskJournal named = TaskJournal.Open(_folder.Path);
        using TaskJournal usual = TaskJournal.Open(null, ApimartClientOptions.DefaultBaseUri);
        using TaskJournal simulated = TaskJournal.Open(null, new Uri("http://127.0.0.1:8080"));

        Assert.Equal(Entries, named.Path);
        Assert.EndsWith(Path.Combine("apimart-video", "journal.jsonl"), usual.Path, StringComparison.Ordinal);
        Assert.EndsWith(Path.Combine("apimart-video", "simulator", "journal.jsonl"), simulated.Path, StringComparison.Ordinal);
    }

    /// <summary>Lets wishes come while something else is being written, so that they are written together next.</summary>
    private static async Task TogetherAsync(TaskJournal journal, Action wish)
    {
        using ManualResetEventSlim writing = new();
        using ManualResetEventSlim goOn = new();
        var write = journal.File.Write;
        journal.File.Write = (file, bytes, offset) =>
        {
            writing.Set();
            goOn.Wait();
            write(file, bytes, offset);
        };
        Task<SubmitClaim> before = ClaimAsync(journal, "before", job: null);
        writing.Wait();
        wish();
        journal.File.Write = write;
        goOn.Set();
        await before;
    }

    private TaskJournal Open() => TaskJournal.Open(_folder.Path);

    private string[] TaskIds() => Open().Query(JournalQuery.All).Select(task => task.TaskId).ToArray();

    private async Task SubmitAsync(string taskId, string prompt)
    {
        using TaskJournal journal = Open();
        await SubmitAsync(journal, taskId, prompt);
    }

    private static async Task SubmitAsync(TaskJournal journal, string taskId, string prompt)
    {
        SubmitClaim claim = await ClaimAsync(journal, prompt);
        await journal.RecordAnswerAsync(
            journal.Entry(JournalEntryKind.Accepted) with { Key = claim.IdempotencyKey, TaskId = taskId });
    }

    private static Task<SubmitClaim> ClaimAsync(TaskJournal journal, string prompt, string? job = "autumn") =>
        journal.ClaimAsync(Rows.Row(prompt), job, 0, retryUnknown: false, CancellationToken.None);

    private static SavedFile Saved(string name, int index) => new(index, Path.GetFullPath(name), 1000, null);
}
