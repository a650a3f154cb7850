using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>What stays of a thing that two journals tell differently: the same whichever of them is merged first.</summary>
public sealed class FoldTests : IDisposable
{
    private const string Key = "k1";
    private static readonly DateTimeOffset s_time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly JournalEntry s_intent = new()
    {
        Kind = JournalEntryKind.Intent,
        Time = s_time,
        Key = Key,
        Job = History.Job,
        Digest = "d",
        Writer = "w",
        Prompt = "sea",
    };

    private readonly TempFolder _folder = new();
    private int _folders;

    public void Dispose() => _folder.Dispose();

    /// <summary>A copy of a journal went on on another machine: of what came of the same sending, the later answer stands.</summary>
    [Theory]
    [InlineData(JournalEntryKind.Refused, JournalEntryKind.NotExecuted, ApimartTaskStatus.NotSent)]
    [InlineData(JournalEntryKind.NotExecuted, JournalEntryKind.Refused, ApimartTaskStatus.Refused)]
    [InlineData(JournalEntryKind.Unknown, JournalEntryKind.Refused, ApimartTaskStatus.Refused)]
    [InlineData(JournalEntryKind.Refused, JournalEntryKind.Unknown, ApimartTaskStatus.Refused)]
    [InlineData(JournalEntryKind.Accepted, JournalEntryKind.Refused, ApimartTaskStatus.Submitted)]
    [InlineData(JournalEntryKind.Unknown, JournalEntryKind.Accepted, ApimartTaskStatus.Submitted)]
    public void Of_two_answers_to_one_sending_the_surer_stands_and_of_two_that_are_as_sure_the_later(string earlier, string later, ApimartTaskStatus status)
    {
        using TaskJournal merged = Merge([s_intent, Answer(earlier, 1)], [s_intent, Answer(later, 2)]);

        Assert.Equal(status, Assert.Single(merged.Query(JournalQuery.All)).Status);
    }

    [Fact]
    public void A_row_in_doubt_is_written_once_and_one_that_was_refused_later_ends_with_the_sending_in_doubt()
    {
        JournalEntry repeat = s_intent with { Kind = JournalEntryKind.Repeat, Time = s_time.AddSeconds(5), Job = null, Digest = null, Prompt = null };
        using TaskJournal doubtful = Merge([s_intent, Answer(JournalEntryKind.Unknown, 1)], [s_intent]);
        using TaskJournal refused = Merge([s_intent, Answer(JournalEntryKind.Unknown, 1)], [s_intent, repeat, Answer(JournalEntryKind.Refused, 6)]);

        Assert.Equal(["intent", "unknown"], Kinds(doubtful));
        Assert.Equal(["intent", "unknown", "repeat", "refused", "repeat", "unknown"], Kinds(refused));
        Assert.Equal(ApimartTaskStatus.OutcomeUnknown, Assert.Single(refused.Query(JournalQuery.All)).Status);

        static IEnumerable<string> Kinds(TaskJournal journal) => File.ReadAllLines(journal.Path).Select(line => JournalTasks.Parse(System.Text.Encoding.UTF8.GetBytes(line))!.Kind);
    }

    [Fact]
    public void The_row_is_told_as_whichever_journal_tells_more_of_it()
    {
        JournalEntry known = s_intent with
        {
            Take = 2,
            Attempt = 1,
            Occurrence = 1,
            Model = "m",
            Prompt = "a longer text",
            Machine = "studio",
            RowNumber = 3,
            Row = new Dictionary<string, string> { ["Scene"] = "1" },
            Cells = new Dictionary<string, string?> { ["Scene"] = null, ["Act"] = "2" },
            Route = "v1/other",
            Body = """{"a":1}""",
        };
        using TaskJournal merged = Merge([s_intent], [known]);

        string line = File.ReadAllLines(merged.Path)[0];
        Assert.Equal(Text(known), Text(JournalTasks.Parse(System.Text.Encoding.UTF8.GetBytes(line))!));
    }

    [Fact]
    public void Of_two_places_of_a_row_and_of_two_texts_that_are_equally_long_the_first_stands()
    {
        using TaskJournal merged = Merge([s_intent with { RowNumber = 7, Machine = "a", Prompt = "seb" }], [s_intent with { RowNumber = 3, Machine = "b", Prompt = "sea" }]);

        ApimartTask row = Assert.Single(merged.Query(JournalQuery.All));
        Assert.Equal((3, "a", "sea"), (row.RowNumber, row.Machine, row.Prompt));
    }

    [Fact]
    public void Columns_that_two_journals_have_of_a_row_are_put_together_and_its_cells_are_one_machines()
    {
        using TaskJournal merged = Merge(
            [s_intent with { Row = Columns(("B", "2"), ("A", "1")), Cells = Cells(("A", null), ("B", "2")) }],
            [s_intent with { Row = Columns(("C", "3"), ("A", "0")), Cells = Cells(("A", ""), ("C", "3")) }]);

        JournalEntry row = JournalTasks.Parse(System.Text.Encoding.UTF8.GetBytes(File.ReadAllLines(merged.Path)[0]))!;
        Assert.Equal([("A", "0"), ("B", "2"), ("C", "3")], row.Row!.Select(cell => (cell.Key, cell.Value)));
        Assert.Equal([("A", ""), ("C", "3")], row.Cells!.Select(cell => (cell.Key, cell.Value)));

        static Dictionary<string, string> Columns(params (string Name, string Text)[] cells) => cells.ToDictionary(cell => cell.Name, cell => cell.Text);
        static Dictionary<string, string?> Cells(params (string Name, string? Text)[] cells) => cells.ToDictionary(cell => cell.Name, cell => cell.Text);
    }

    [Fact]
    public void A_task_is_told_with_its_latest_ending_its_earliest_beginning_and_every_file()
    {
        JournalEntry state = new() { Kind = JournalEntryKind.State, Time = s_time.AddHours(1), TaskId = "task_1", Status = ApimartTaskStatus.Failed, Created = s_time.AddMinutes(1), Model = "m" };
        JournalEntry saved = new() { Kind = JournalEntryKind.Saved, Time = s_time.AddHours(2), TaskId = "task_1", Path = "/videos/a.mp4", Length = 1 };
        using TaskJournal merged = Merge(
            [state, saved, saved with { Path = "/videos/b.mp4", Index = 1 }],
            [state with { Time = s_time.AddHours(3), Status = ApimartTaskStatus.Completed, Created = s_time.AddMinutes(2), Model = null }, saved with { Time = s_time.AddHours(4), Length = 2 }]);

        ApimartTask task = merged.Find("task_1")!;
        Assert.Equal((ApimartTaskStatus.Completed, s_time.AddMinutes(1), "m"), (task.Status, task.CreatedAt, task.Model));
        Assert.Equal([(0, "/videos/a.mp4", 2), (1, "/videos/b.mp4", 1L)], merged.SavedOf("task_1").Select(file => (file.Index, file.Path, file.Length)));
    }

    [Fact]
    public void Of_two_uploads_of_a_content_the_later_stands_for_each_server()
    {
        JournalEntry upload = new() { Kind = JournalEntryKind.Uploaded, Time = s_time, Sha256 = "sha", Url = "https://a.example/1.png", Expires = s_time.AddDays(9999) };
        using TaskJournal merged = Merge(
            [upload, upload with { Server = "127.0.0.1:80", Url = "http://127.0.0.1/1.png", Time = s_time.AddHours(2) }],
            [upload with { Time = s_time.AddHours(1), Url = "https://a.example/2.png" }]);

        Assert.Equal("https://a.example/2.png", merged.FindUpload("sha")!.Url);
    }

    [Theory]
    [InlineData("task_1", "task_1", false)]
    [InlineData("task_1", "task_2", true)]
    [InlineData("task_1", null, false)]
    [InlineData(null, "task_1", false)]
    [InlineData(null, "task_1,task_2", false)]
    [InlineData("task_1,task_2", null, false)]
    public async Task Only_a_row_that_both_had_accepted_as_different_tasks_is_told_as_paid_for_twice(string? here, string? there, bool isTold)
    {
        using TaskJournal journal = TaskJournal.Open(Write([s_intent, .. Accepted(here)]));

        JournalImport done = Assert.Single(await journal.ImportAsync([JournalSource.Read(Write([s_intent, .. Accepted(there)]))]));

        Assert.Equal(isTold ? 1 : 0, done.Conflicts.Count);

        static IEnumerable<JournalEntry> Accepted(string? tasks) => tasks is null ? [] : tasks.Split(',').Select(task => Answer(JournalEntryKind.Accepted, 1) with { TaskId = task });
    }

    [Fact]
    public async Task A_job_is_new_once_whatever_its_case_and_a_task_without_a_row_is_one()
    {
        using TaskJournal journal = TaskJournal.Open(Write([s_intent]));
        string source = Write(
        [
            s_intent with { Key = "k2", Digest = "e", Job = "AUTUMN" },
            s_intent with { Key = "k3", Digest = "f", Job = "winter" },
            s_intent with { Key = "k4", Digest = "g", Job = "Winter" },
            s_intent with { Key = "k5", Digest = "h", Job = null },
            new JournalEntry { Kind = JournalEntryKind.State, Time = s_time, TaskId = "task_1", Status = ApimartTaskStatus.Completed },
        ]);

        JournalImport done = Assert.Single(await journal.ImportAsync([JournalSource.Read(source)]));

        Assert.Equal(["winter"], done.NewJobs);
        Assert.Equal((4, 0, 1), (done.NewRows, done.KnownRows, done.NewTasks));
        Assert.Equal((Path.Combine(source, "journal.jsonl"), journal.Path), (done.Source, done.Path));
    }

    private static JournalEntry Answer(string kind, int seconds) => new()
    {
        Kind = kind,
        Time = s_time.AddSeconds(seconds),
        Key = Key,
        TaskId = kind == JournalEntryKind.Accepted ? "task_1" : null,
    };

    private static string Text(JournalEntry entry) => System.Text.Encoding.UTF8.GetString(JournalBatch.ToLine(entry));

    private string Write(IEnumerable<JournalEntry> entries)
    {
        string folder = _folder[$"{_folders++}"];
        History.Write(folder, entries);
        return folder;
    }

    /// <summary>Both journals in one, which does not depend on their order.</summary>
    private TaskJournal Merge(JournalEntry[] one, JournalEntry[] other)
    {
        TaskJournal merged = Merged(one, other);
        using TaskJournal turned = Merged(other, one);
        Assert.Equal(File.ReadAllText(merged.Path), File.ReadAllText(turned.Path));
        return merged;
    }

    private TaskJournal Merged(params JournalEntry[][] journals)
    {
        TaskJournal merged = TaskJournal.Open(_folder[$"{_folders++}"]);
        merged.ImportAsync([.. journals.Select(entries => JournalSource.Read(Write(entries)))]).GetAwaiter().GetResult();
        return merged;
    }
}
