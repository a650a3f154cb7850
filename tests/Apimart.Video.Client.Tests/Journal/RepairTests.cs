using System.Text;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Images;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;
using CsCheck;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>What a repair keeps of a journal, and what it leaves out. A failure prints the seed, and <c>CsCheck_Seed</c> repeats it.</summary>
public sealed class RepairTests : IDisposable
{
    private const string Garbage = "no JSON";

    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();

    private string Entries => _folder["journal.jsonl"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_a_journal_told_beside_a_line_that_is_none_it_tells_after_the_repair() => Gen.Select(History.Of(machines: 1), Gen.Double[0, 1]).Sample(
        (events, place) =>
        {
            History.Write(_folder.Path, History.Play(events, machines: 1)[0]);
            string told = History.Tell(_folder.Path);
            List<string> lines = [.. File.ReadAllLines(Entries)];
            lines.Insert((int)(place * lines.Count), Garbage);
            WriteLines(lines);

            JournalRepair repair = Repair();

            Assert.Equal((lines.Count - 1, lines.IndexOf(Garbage) + 1), (repair.LinesKept, Assert.Single(repair.LeftOut).Line));
            Assert.Equal(told, History.Tell(_folder.Path));
        },
        iter: 60,
        threads: 1);

    [Theory]
    [InlineData(JournalEntryKind.Accepted)]
    [InlineData(JournalEntryKind.Refused)]
    [InlineData(JournalEntryKind.NotExecuted)]
    [InlineData(JournalEntryKind.Unknown)]
    public async Task An_answer_that_was_changed_is_left_out_and_leaves_its_row_in_doubt(string kind)
    {
        JournalEntry intent = Intent("sea");
        History.Write(_folder.Path, [intent, Answer(intent, kind) with { TaskId = "task_1", Message = "as it was" }]);
        Replace("as it was", "as it is not");

        JournalRepair repair = Repair();

        Assert.Equal((1, 2), (repair.LinesKept, Assert.Single(repair.LeftOut).Line));
        using TaskJournal journal = Open();
        Assert.Null(journal.Find("task_1"));
        Assert.Equal(ClaimKind.Unknown, (await ClaimAsync(journal, "sea")).Kind);
    }

    [Fact]
    public void An_answer_that_lost_its_checksum_is_not_believed_either()
    {
        History.Write(_folder.Path, Accepted("sea", "task_1"));
        string[] lines = File.ReadAllLines(Entries);
        WriteLines([lines[0], lines[1][..^LineSeal.Length] + "}"]);

        Assert.Equal(2, Assert.Single(Repair().LeftOut).Line);

        using TaskJournal journal = Open();
        Assert.Null(journal.Find("task_1"));
    }

    [Theory]
    [InlineData(JournalEntryKind.State)]
    [InlineData(JournalEntryKind.Saved)]
    [InlineData(JournalEntryKind.Uploaded)]
    public void What_became_of_a_task_is_left_out_where_it_was_changed(string kind)
    {
        History.Write(_folder.Path, [new JournalEntry { Kind = kind, TaskId = "task_1", Path = "/videos/1.mp4", Sha256 = "sha", Url = "https://a.example/1", Status = ApimartTaskStatus.Completed }]);
        Replace("task_1", "task_2");

        Assert.Single(Repair().LeftOut);

        Assert.Empty(File.ReadAllText(Entries));
    }

    [Fact]
    public void A_repetition_that_was_changed_does_not_make_its_row_one_on_its_way()
    {
        JournalEntry intent = Intent("sea");
        History.Write(_folder.Path, [intent, Answer(intent, JournalEntryKind.Refused), Answer(intent, JournalEntryKind.Repeat) with { Writer = "before" }]);
        Replace("before", "behind");

        Repair();

        using TaskJournal journal = Open();
        Assert.Equal(ApimartTaskStatus.Refused, Assert.Single(journal.Query(JournalQuery.All)).Status);
    }

    [Fact]
    public void Accepted_tasks_whose_row_is_lost_are_kept_with_their_key_as_one_row()
    {
        JournalEntry intent = Intent("sea");
        JournalEntry accepted = Answer(intent, JournalEntryKind.Accepted) with { Server = "127.0.0.1:80" };
        History.Write(_folder.Path, [intent, accepted with { TaskId = "task_1" }, accepted with { TaskId = "task_2" }]);
        WriteLines(File.ReadAllLines(Entries)[1..]);

        JournalRepair repair = Repair();

        Assert.Empty(repair.LeftOut);
        JournalEntry[] kept = [.. File.ReadAllLines(Entries).Select(line => JournalTasks.Parse(Encoding.UTF8.GetBytes(line))!)];
        Assert.Equal([JournalEntryKind.Intent, JournalEntryKind.Accepted, JournalEntryKind.Accepted], kept.Select(line => line.Kind));
        Assert.Equal((intent.Key, accepted.Time, accepted.Server), (kept[0].Key, kept[0].Time, kept[0].Server));
        using TaskJournal journal = TaskJournal.Open(_folder.Path, new Uri("http://127.0.0.1:80"));
        Assert.Empty(journal.Damages());
        Assert.All((string[])["task_1", "task_2"], id => Assert.Equal(ApimartTaskStatus.Submitted, journal.Find(id)?.Status));
    }

    [Theory]
    [InlineData("autumn", true)]
    [InlineData(null, false)]
    public void Of_a_changed_intent_the_row_stays_where_it_can_keep_a_job_from_paying_again(string? job, bool stays)
    {
        History.Write(_folder.Path, [Intent("sea") with { Job = job, Prompt = "as it was" }]);
        Replace("as it was", "as it is not");

        JournalRepair repair = Repair();

        Assert.Equal(stays ? 1 : 0, repair.LinesKept);
        Assert.Equal(stays ? 0 : 1, repair.LeftOut.Count);
    }

    [Fact]
    public void A_changed_intent_adds_nothing_to_a_row_that_is_known()
    {
        JournalEntry intent = Intent("sea");
        History.Write(_folder.Path, [intent, Answer(intent, JournalEntryKind.Unknown), intent with { Prompt = "as it was" }, intent with { Writer = "another" }]);
        Replace("as it was", "as it is not");

        JournalRepair repair = Repair();

        Assert.Equal((3, 3), (Assert.Single(repair.LeftOut).Line, repair.LinesKept));
        Assert.Contains("another", File.ReadAllLines(Entries)[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(JournalEntryKind.Refused, "k1", null)]
    [InlineData(JournalEntryKind.Refused, null, null)]
    [InlineData(JournalEntryKind.Repeat, "k1", null)]
    [InlineData(JournalEntryKind.Accepted, "k1", null)]
    [InlineData(JournalEntryKind.Accepted, null, "task_1")]
    [InlineData(JournalEntryKind.Intent, null, null)]
    [InlineData("nonsense", "k1", "task_1")]
    public void What_tells_of_no_row_is_left_out(string kind, string? key, string? task)
    {
        History.Write(_folder.Path, [new JournalEntry { Kind = kind, Key = key, TaskId = task }]);

        JournalRepair repair = Repair();

        Assert.Equal((0, 1), (repair.LinesKept, Assert.Single(repair.LeftOut).Line));
    }

    [Fact]
    public void Lines_that_stand_there_twice_count_once_and_lines_that_were_moved_stay()
    {
        History.Write(_folder.Path, Accepted("sea", "task_1").Concat(Accepted("lake", "task_2")));
        string before = File.ReadAllText(Entries);
        string[] lines = File.ReadAllLines(Entries);
        WriteLines([.. lines[..2], .. lines]);

        Assert.Empty(Repair().LeftOut);
        Assert.Equal(before, File.ReadAllText(Entries));

        WriteLines([.. lines[2..], .. lines[..2]]);
        JournalRepair moved = Repair();

        Assert.Equal((4, 0), (moved.LinesKept, moved.LeftOut.Count));
        using TaskJournal journal = Open();
        Assert.Equal(["task_2", "task_1"], journal.Query(JournalQuery.All).Select(task => task.TaskId));
    }

    [Theory]
    [InlineData("\r\n", true, "")]
    [InlineData("\n", false, "")]
    [InlineData("\n", true, "\n\n")]
    public void A_mark_blank_lines_and_line_ends_of_another_system_cost_no_line(string end, bool hasMark, string last)
    {
        History.Write(_folder.Path, Accepted("sea", "task_1"));
        string[] lines = File.ReadAllLines(Entries);
        string text = string.Join(end, [lines[0], Garbage, string.Empty, .. lines[1..]]) + last;
        File.WriteAllText(Entries, text, new UTF8Encoding(hasMark));
        File.WriteAllText(_folder[JournalSnapshot.FileName], "of the file before");
        byte[] original = File.ReadAllBytes(Entries);

        JournalRepair repair = Repair();

        Assert.False(File.Exists(_folder[JournalSnapshot.FileName]));
        Assert.Equal((2, 2), (repair.LinesKept, Assert.Single(repair.LeftOut).Line));
        Assert.Equal(original, File.ReadAllBytes(repair.Original!));
        Assert.Equal("journal.damaged-20261121-120000-000.jsonl", Path.GetFileName(repair.Original));
        Assert.Equal(string.Join('\n', lines) + "\n", File.ReadAllText(Entries));
    }

    [Fact]
    public void Lines_of_the_first_version_stay_and_are_guarded_from_then_on()
    {
        const string Key = "\"v\":1,\"t\":\"2026-01-02T03:04:05+00:00\",\"key\":\"k1\"";
        WriteLines(
        [
            $$"""{"e":"intent",{{Key}},"job":"autumn","digest":"d","torn":true}""",
            $$"""{"e":"accepted",{{Key}},"task":"task_1"}""",
            $$"""{"e":"accepted",{{Key}},"task":"task_2"}""",
            """{"v":1,"e":"state"}""",
            """{"e":"accepted","key":"k1","task":"of no version"}""",
            Garbage,
        ]);

        Assert.Equal([5, 6], Repair().LeftOut.Select(damage => damage.Line));

        string[] lines = File.ReadAllLines(Entries);
        Assert.Equal(4, lines.Length);
        Assert.All(lines, line => Assert.Matches("\"v\":2,.*,\"p\":\"[0-9a-f]{8}\",\"c\":\"[0-9a-f]{8}\"}$", line));
        Assert.DoesNotContain("torn", lines[0], StringComparison.Ordinal);
        using TaskJournal journal = Open();
        Assert.Equal("autumn", journal.Find("task_1")?.JobName);
    }

    [Fact]
    public async Task An_upload_stays_and_its_link_is_used_again()
    {
        DateTimeOffset end = _time.GetUtcNow().AddDays(1);
        using (TaskJournal journal = Open())
        {
            await journal.RecordUploadAsync("sha", new UploadedLink("https://a.example/1.png", end));
        }

        File.AppendAllText(Entries, Garbage + "\n");
        Repair();

        using TaskJournal mended = Open();
        Assert.Equal(new UploadedLink("https://a.example/1.png", end, IsReused: true), mended.FindUpload("sha"));
    }

    private JournalRepair Repair()
    {
        using TaskJournal journal = Open();
        JournalRepair repair = journal.RepairAsync().GetAwaiter().GetResult();
        Assert.Empty(journal.Damages());
        Assert.False(File.Exists(Entries + ".part"));
        return repair;
    }

    private TaskJournal Open() => TaskJournal.Open(_folder.Path, time: _time);

    private void Replace(string text, string other) => File.WriteAllText(Entries, File.ReadAllText(Entries).Replace(text, other, StringComparison.Ordinal));

    private void WriteLines(IEnumerable<string> lines) => File.WriteAllText(Entries, string.Concat(lines.Select(line => line + "\n")));

    private static JournalEntry[] Accepted(string prompt, string task)
    {
        JournalEntry intent = Intent(prompt);
        return [intent, Answer(intent, JournalEntryKind.Accepted) with { TaskId = task }];
    }

    private static JournalEntry Answer(JournalEntry intent, string kind) => new() { Kind = kind, Time = intent.Time.AddSeconds(1), Key = intent.Key };

    private static JournalEntry Intent(string prompt) => new()
    {
        Kind = JournalEntryKind.Intent,
        Time = ManualTime.Start,
        Key = $"key of {prompt}",
        Writer = "gone",
        Job = "autumn",
        Digest = Rows.Row(prompt).Digest,
        Model = Rows.Model,
        Prompt = prompt,
    };

    private static Task<SubmitClaim> ClaimAsync(TaskJournal journal, string prompt) =>
        journal.ClaimAsync(Rows.Row(prompt), "autumn", 0, retryUnknown: false, CancellationToken.None);
}
