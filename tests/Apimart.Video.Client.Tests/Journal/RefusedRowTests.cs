using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Models.Rows;
using Apimart.Video.Tasks;
using CsCheck;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>Holds in a folder.</summary>
public sealed class RefusedRowTests() : RefusedRowSuite(new FolderHome())
{
    [Fact]
    public async Task A_repair_keeps_it()
    {
        using EntryJournal journal = Open();
        await RefuseAsync(journal, Row(1, "sea"), "sea");
        await File.AppendAllTextAsync(Folder["journal.jsonl"], "no JSON\n");

        await journal.RepairAsync();

        Assert.Single(Refused(Open()));
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("""{"v":3,"e":"intent"}""")]
    public async Task It_stands_while_the_row_is_not_sent_since_the_journal_cannot_be_believed(string line)
    {
        using EntryJournal journal = Open();
        await RefuseAsync(journal, Row(1, "sea", "shot"), "sea");
        await File.AppendAllTextAsync(Folder["journal.jsonl"], line + "\n");

        await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync(journal, Row(1, "lake", "shot"), "lake"));

        Assert.Equal((2, 1), (Folder.Lines().Count, Refused(journal).Length));
    }

    [Fact]
    public async Task It_stands_while_another_session_sends_the_row_it_would_give_way_to()
    {
        using EntryJournal sender = Open();
        await sender.ClaimAsync(Rows.Row("lake"), "autumn", 0, retryUnknown: false, CancellationToken.None);
        using EntryJournal journal = Open();
        journal.Patience = TimeSpan.FromTicks(-1);
        await RefuseAsync(journal, Row(1, "sea", "shot"), "sea");

        await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync(journal, Row(1, "lake", "shot"), "lake"));

        Assert.Single(Refused(journal));
    }
}

/// <summary>Holds in a database.</summary>
public sealed class DatabaseRefusedRowTests() : RefusedRowSuite(new DatabaseHome());

/// <summary>
/// A row of a job that was refused before it was sent stands in the journal until it is submitted. A failure prints the seed, and
/// <c>CsCheck_Seed</c> repeats it.
/// </summary>
public abstract class RefusedRowSuite : IDisposable
{
    private readonly JournalHome _folder;
    private readonly ManualTime _time = new();
    private int _tasks;

    private protected RefusedRowSuite(JournalHome folder)
    {
        _folder = folder;
    }

    private protected JournalHome Folder => _folder;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_refused_row_is_listed_with_all_of_its_cells_the_rule_and_no_key()
    {
        using EntryJournal journal = Open();
        await RefuseAsync(journal, Row(3, "sea", name: "shot-3"), "sea");

        using EntryJournal next = Open();
        ApimartTask row = Assert.Single(next.Query(new JournalQuery { Statuses = [ApimartTaskStatus.Refused] }));

        Assert.Equal((true, "autumn", 3, "sea", Rows.Model), (row.IsRefusedHere, row.JobName, row.RowNumber, row.Prompt, row.Model));
        Assert.Equal(("InvalidDuration", "Duration 99 is too long."), (row.Error!.Code, row.Error.Message));
        Assert.Equal([("Name", "shot-3"), ("Prompt", "sea"), ("Duration", "99")], row.Row!.Select(cell => (cell.Key, cell.Value)));
        Assert.Null(row.IdempotencyKey);
        Assert.Null(row.Request);
        Assert.Equal(string.Empty, row.TaskId);
        Assert.False(journal.HasJob("autumn"));
    }

    [Fact]
    public async Task An_older_reader_passes_over_it_since_it_is_a_state_without_a_task()
    {
        using EntryJournal journal = Open();
        await RefuseAsync(journal, Row(1, "sea"), "sea");
        await SubmitAsync(journal, Row(1, "sea"), "sea");

        JournalEntry[] unsent = [.. Lines().Where(entry => entry.IsOfUnsentRow)];

        Assert.Equal([ApimartTaskStatus.Refused, ApimartTaskStatus.Submitted], unsent.Select(entry => entry.Status));
        Assert.All(unsent, entry => Assert.Equal((2, "state", null), (entry.Version, entry.Kind, entry.TaskId)));
    }

    [Fact]
    public async Task What_is_recorded_already_is_not_recorded_again_and_another_reason_takes_its_place()
    {
        using EntryJournal journal = Open();
        await RefuseAsync(journal, Row(1, "sea"), "sea");
        await RefuseAsync(journal, Row(1, "sea"), "sea");
        Assert.Single(Lines());

        await RefuseAsync(journal, Row(1, "sea"), "sea", "Duration 98 is too long.");

        Assert.Equal("Duration 98 is too long.", Assert.Single(Refused(journal)).Error!.Message);
    }

    [Theory]
    [InlineData(3, "shot", "sea", 1, "shot", "lake", true)]
    [InlineData(3, "shot", "sea", 3, "other", "sea", false)]
    [InlineData(3, null, "sea", 1, null, "sea", true)]
    [InlineData(3, null, "", 3, null, "lake", true)]
    [InlineData(3, null, "sea", 4, null, "lake", false)]
    [InlineData(3, "shot", "sea", 3, null, "lake", false)]
    [InlineData(3, null, "sea", 3, "shot", "sea", false)]
    public async Task A_row_that_was_corrected_keeps_its_name_or_failing_that_its_prompt_or_its_place(
        int number, string? name, string prompt, int laterNumber, string? laterName, string laterPrompt, bool isSame)
    {
        using EntryJournal journal = Open();
        await RefuseAsync(journal, Row(number, prompt, name), prompt);
        await SubmitAsync(journal, Row(laterNumber, laterPrompt, laterName), laterPrompt, job: "winter");
        Assert.Single(Refused(journal));

        await SubmitAsync(journal, Row(laterNumber, laterPrompt, laterName), laterPrompt);

        Assert.Equal(isSame ? 0 : 1, Refused(journal).Length);
        using EntryJournal next = Open();
        Assert.Equal(isSame ? 0 : 1, Refused(next).Length);
    }

    [Fact]
    public async Task A_row_that_is_there_already_is_not_refused_either()
    {
        using EntryJournal journal = Open();
        await SubmitAsync(journal, Row(1, "sea", "shot"), "sea");
        await RefuseAsync(journal, Row(1, "lake", "shot"), "lake");
        Assert.Single(Refused(journal));

        Assert.Equal(ClaimKind.Known, (await SubmitAsync(journal, Row(1, "sea", "shot"), "sea")).Kind);
        Assert.Empty(Refused(journal));

        await RefuseAsync(journal, Row(1, "lake", "shot"), "lake");
        await journal.RecordCorrectedAsync("Autumn", RowName.Of(Row(1, "sea", "shot"), "sea"));
        Assert.Empty(Refused(journal));
    }

    [Fact]
    public async Task It_goes_with_its_job()
    {
        using EntryJournal journal = Open();
        await RefuseAsync(journal, Row(1, "sea"), "sea");
        await RefuseAsync(journal, Row(2, "lake"), "lake");
        await SubmitAsync(journal, Row(2, "lake"), "lake");

        await journal.RemoveAsync(journal.FindRemovable(name => name == "autumn", before: null), force: true);

        Assert.Empty(Lines());
        Assert.Empty(Refused(journal));
    }

    [Fact]
    public void What_stands_refused_is_what_the_last_run_of_each_row_refused() => Gen.Select(Gen.Int[0, 5], Gen.Bool, Gen.Bool).Array[1, 8].Array[1, 6].Sample(
        runs =>
        {
            _folder.Clear();
            using EntryJournal journal = Open();
            Dictionary<int, bool> standing = [];
            foreach ((int Name, bool Good, bool Rewritten)[] run in runs)
            {
                RowNameCounter names = new();
                foreach (((int name, bool good, bool rewritten), int number) in run.DistinctBy(row => row.Name).Select((row, at) => (row, at + 1)))
                {
                    string prompt = $"{name}{(rewritten ? " again" : string.Empty)}";
                    InputRow row = names.Count(Row(number, prompt, $"shot-{name}"), prompt);
                    (good ? SubmitAsync(journal, row, prompt) : RefuseAsync(journal, row, prompt)).GetAwaiter().GetResult();
                    standing[name] = !good;
                }
            }

            string[] expected = [.. standing.Where(row => row.Value).Select(row => $"shot-{row.Key}").Order()];
            Assert.Equal(expected, Names(journal));
            journal.RemoveAsync([], force: false).GetAwaiter().GetResult();
            Assert.Equal(expected, Names(journal));
            using TempFolder other = new();
            using TaskJournal merged = TaskJournal.Open(other.Path, time: _time);
            merged.ImportAsync([journal.ToSource()]).GetAwaiter().GetResult();
            Assert.Equal(expected, Names(merged));
        },
        iter: _folder.Samples(60),
        threads: 1);

    [Fact]
    public async Task Rows_of_one_name_are_told_apart_by_their_turn()
    {
        using EntryJournal journal = Open();
        RowNameCounter names = new();
        InputRow[] rows = [.. Enumerable.Range(1, 3).Select(number => names.Count(Row(number, $"{number}", "shot"), $"{number}"))];
        await RefuseAsync(journal, rows[0], "1");
        await RefuseAsync(journal, rows[1], "2");
        await SubmitAsync(journal, rows[1], "2");
        await SubmitAsync(journal, rows[2], "3");

        // The third has no other to stand for, so it is the first that is corrected.
        Assert.Empty(Refused(journal));

        await RefuseAsync(journal, rows[0], "1");
        await RefuseAsync(journal, rows[1], "2");
        await SubmitAsync(journal, rows[1], "2");
        Assert.Equal(1, Assert.Single(Refused(journal)).RowNumber);
    }

    private static string[] Names(EntryJournal journal) => [.. Refused(journal).Select(row => row.Row!["name"]).Order()];

    private protected static ApimartTask[] Refused(EntryJournal journal) => [.. journal.Query(new JournalQuery { Statuses = [ApimartTaskStatus.Refused] })];

    private protected static InputRow Row(int number, string prompt, string? name = null)
    {
        Dictionary<string, string> cells = [];
        if (name is not null)
        {
            cells["Name"] = name;
        }

        cells["Prompt"] = prompt;
        cells["Duration"] = "99";
        return new InputRow(number, cells);
    }

    private protected EntryJournal Open() => _folder.Open(time: _time);

    private JournalEntry[] Lines() => [.. _folder.Lines().Select(line => JournalTasks.Parse(System.Text.Encoding.UTF8.GetBytes(line))!)];

    private protected static Task RefuseAsync(EntryJournal journal, InputRow row, string prompt, string message = "Duration 99 is too long.") =>
        journal.RecordRefusedAsync(new UnsentRow { Job = "autumn", Row = row, Model = Rows.Model, Prompt = prompt, Code = "InvalidDuration", Message = message });

    private protected async Task<SubmitClaim> SubmitAsync(EntryJournal journal, InputRow row, string prompt, string job = "autumn")
    {
        SubmitClaim claim = await journal.ClaimAsync(Rows.Row(prompt), job, 0, retryUnknown: false, CancellationToken.None, row: row);
        if (claim.Kind == ClaimKind.New)
        {
            await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Accepted) with { Key = claim.IdempotencyKey, TaskId = $"task_{++_tasks}" });
        }

        return claim;
    }
}
