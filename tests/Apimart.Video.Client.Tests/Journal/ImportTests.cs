using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using CsCheck;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>
/// Journals are merged in any order, any number of times, to the same file. A failure prints the seed, and <c>CsCheck_Seed</c> repeats it.
/// </summary>
public sealed class ImportTests : IDisposable
{
    private const int Machines = 8;

    private readonly TempFolder _folder = new();
    private int _folders;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Journals_merged_in_any_order_with_repeats_and_by_way_of_others_are_the_same_to_the_byte() =>
        Gen.Select(History.Of(Machines), Gen.Shuffle(Enumerable.Range(0, Machines).ToArray()), Gen.Int[0, Machines - 1].Array[0, 6], Gen.Int[1, Machines - 1])
            .Sample(
                (events, order, repeats, split) =>
                {
                    string[] journals = WriteAll(History.Play(events, Machines));
                    string expected = Merge(journals);
                    Assert.Equal(expected, Merge([.. order.Concat(repeats).Select(one => journals[one])]));
                    string first = New();
                    string second = New();
                    Import(first, [.. order.Take(split).Select(one => journals[one])]);
                    Import(second, [.. order.Skip(split).Concat(repeats).Select(one => journals[one])]);
                    Assert.Equal(expected, Merge([second, first]));
                    Import(first, second, journals[0]);
                    Assert.Equal(expected, History.ReadText(first));
                    using TaskJournal merged = TaskJournal.Open(first);
                    Assert.Empty(merged.Damages());
                },
                iter: 60,
                threads: 1);

    [Fact]
    public void Eight_shards_of_a_batch_are_identical_to_one_journal_that_ran_it_all() =>
        Gen.Select(History.Of(machines: 1), Gen.Shuffle(Enumerable.Range(0, Machines).ToArray())).Sample(
            (events, order) =>
            {
                JournalEntry[] all = History.Play(events, machines: 1)[0];
                string[] shards = WriteAll(History.Play([.. events.Select(one => one with { Machine = one.Row % Machines })], Machines, actor: 0));
                string one = Merge(WriteAll([all]));
                Assert.Equal(one, Merge([.. order.Select(shard => shards[shard])]));
            },
            iter: 60,
            threads: 1);

    [Fact]
    public async Task A_damaged_source_is_refused_with_its_file_and_line_and_a_torn_last_line_is_not()
    {
        string source = New();
        await AcceptAsync(source, "sea", "task_1");
        string file = Path.Combine(source, "journal.jsonl");
        string whole = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, whole + whole[..50]);
        byte[] before = await File.ReadAllBytesAsync(file);

        Assert.Equal(1, JournalSource.Read(source).Rows);
        Assert.Equal(before, await File.ReadAllBytesAsync(file));

        await File.WriteAllTextAsync(file, whole.Replace("task_1", "task_9", StringComparison.Ordinal));
        ApimartException fault = Assert.Throws<ApimartException>(() => JournalSource.Read(source));
        Assert.Equal(ApimartErrorKind.JournalDamaged, fault.Kind);
        Assert.Contains($"'{file}'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("line 2:", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_last_line_that_lacks_only_its_line_feed_counts()
    {
        string source = New();
        await AcceptAsync(source, "sea", "task_1");
        string file = Path.Combine(source, "journal.jsonl");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).TrimEnd('\n'));

        string target = New();
        Import(target, source);

        using TaskJournal journal = TaskJournal.Open(target);
        Assert.Equal("task_1", (await ClaimAsync(journal, "sea")).Task!.TaskId);
    }

    [Fact]
    public async Task A_damaged_journal_takes_nothing_in_and_stays_as_it_is()
    {
        string source = New();
        string target = New();
        await AcceptAsync(source, "sea", "task_1");
        await AcceptAsync(target, "sky", "task_2");
        string file = Path.Combine(target, "journal.jsonl");
        await File.AppendAllTextAsync(file, "no JSON\n");
        byte[] before = await File.ReadAllBytesAsync(file);
        using TaskJournal journal = TaskJournal.Open(target);

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => journal.ImportAsync([JournalSource.Read(source)]));

        Assert.Equal(ApimartErrorKind.JournalDamaged, fault.Kind);
        Assert.Equal(before, await File.ReadAllBytesAsync(file));
    }

    private string New() => _folder[$"{_folders++}"];

    private string[] WriteAll(JournalEntry[][] journals) =>
    [
        .. journals.Select(lines =>
        {
            string folder = New();
            History.Write(folder, lines);
            return folder;
        }),
    ];

    private string Merge(string[] journals)
    {
        string target = New();
        foreach (string journal in journals)
        {
            Import(target, journal);
        }

        return History.ReadText(target);
    }

    private static void Import(string target, params string[] sources)
    {
        using TaskJournal journal = TaskJournal.Open(target);
        Wait(journal.ImportAsync([.. sources.Select(JournalSource.Read)]));
    }

    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private static async Task AcceptAsync(string folder, string prompt, string id)
    {
        using TaskJournal journal = TaskJournal.Open(folder);
        SubmitClaim claim = await ClaimAsync(journal, prompt);
        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Accepted) with { Key = claim.IdempotencyKey, TaskId = id });
    }

    private static Task<SubmitClaim> ClaimAsync(TaskJournal journal, string prompt) =>
        journal.ClaimAsync(Rows.Row(prompt), History.Job, 0, retryUnknown: false, CancellationToken.None);
}

/// <summary>Holds in a folder.</summary>
public sealed class ImportTargetTests() : ImportSuite(new FolderHome());

/// <summary>Holds in a database.</summary>
public sealed class DatabaseImportTargetTests() : ImportSuite(new DatabaseHome());

/// <summary>What is promised of journals that are merged into another, wherever that one lies. A failure prints the seed, and <c>CsCheck_Seed</c> repeats it.</summary>
public abstract class ImportSuite : IDisposable
{
    private readonly JournalHome _home;
    private readonly TempFolder _sources = new();

    private protected ImportSuite(JournalHome home)
    {
        _home = home;
    }

    public void Dispose()
    {
        _home.Dispose();
        _sources.Dispose();
    }

    [Fact]
    public void A_journal_that_is_written_anew_tells_what_it_told() => History.Of(machines: 1).Sample(
        events =>
        {
            _home.Clear();
            _home.WriteAsync(History.Play(events, machines: 1)[0]).GetAwaiter().GetResult();
            using EntryJournal journal = _home.Open();
            string told = History.Tell(journal);
            journal.RemoveAsync([], force: false).GetAwaiter().GetResult();
            Assert.Equal(told, History.Tell(journal));
            IReadOnlyList<string> once = _home.Lines();
            journal.RemoveAsync([], force: false).GetAwaiter().GetResult();
            Assert.Equal(once, _home.Lines());
        },
        iter: _home.Samples(120),
        threads: 1);

    [Fact]
    public void A_row_that_any_journal_leaves_in_doubt_is_never_free_and_no_accepted_task_is_lost() => History.Of(machines: 3).Sample(
        events =>
        {
            JournalEntry[][] journals = History.Play(events, machines: 3);
            _home.Clear();
            using EntryJournal merged = _home.Open();
            for (int machine = 0; machine < journals.Length; machine++)
            {
                History.Write(_sources[$"{machine}"], journals[machine]);
            }

            merged.ImportAsync([.. journals.Select((_, machine) => JournalSource.Read(_sources[$"{machine}"]))]).GetAwaiter().GetResult();
            var tasks = merged.Query(JournalQuery.All).ToArray();
            string[] accepted = [.. journals.SelectMany(lines => lines).Where(line => line.Kind == JournalEntryKind.Accepted).Select(line => line.TaskId!)];
            Assert.Empty(accepted.Except(tasks.Where(task => task.Status != Tasks.ApimartTaskStatus.OutcomeUnknown).Select(task => task.TaskId)));
            foreach (string key in journals.SelectMany(DoubtfulKeys).Distinct())
            {
                Assert.DoesNotContain(tasks, task => task.IdempotencyKey == key
                    && task.Status is Tasks.ApimartTaskStatus.Refused or Tasks.ApimartTaskStatus.NotSent);
            }
        },
        iter: _home.Samples(120),
        threads: 1);

    [Fact]
    public async Task Importing_tells_what_was_new_known_and_paid_for_twice()
    {
        string other = _sources["other"];
        using EntryJournal journal = _home.Open();
        await AcceptAsync(journal, "sea", "task_1");
        using (EntryJournal source = TaskJournal.Open(other))
        {
            await AcceptAsync(source, "sea", "task_2");
            await AcceptAsync(source, "sky", "task_3");
        }

        JournalImport[] done = [.. await journal.ImportAsync([JournalSource.Read(other), JournalSource.Read(Path.Combine(other, "journal.jsonl"))])];

        Assert.Equal((1, 1, 2), (done[0].NewRows, done[0].KnownRows, done[0].NewTasks));
        Assert.Empty(done[0].NewJobs);
        Assert.Equal(["task_1", "task_2"], Assert.Single(done[0].Conflicts).TaskIds);
        Assert.Equal((0, 2, 0), (done[1].NewRows, done[1].KnownRows, done[1].NewTasks));
        Assert.Equal(["task_1", "task_2", "task_3"], journal.Query(JournalQuery.All).Select(task => task.TaskId).Order());
        Assert.Equal(ClaimKind.Known, (await ClaimAsync(journal, "sky")).Kind);
        Assert.Equal("task_1", (await ClaimAsync(journal, "sea")).Task!.TaskId);
    }

    private static IEnumerable<string> DoubtfulKeys(JournalEntry[] journal) => journal
        .Where(line => line.Key is not null)
        .GroupBy(line => line.Key!)
        .Where(row => row.Last().Kind is JournalEntryKind.Intent or JournalEntryKind.Repeat or JournalEntryKind.Unknown)
        .Select(row => row.Key);

    private static async Task AcceptAsync(EntryJournal journal, string prompt, string id)
    {
        SubmitClaim claim = await ClaimAsync(journal, prompt);
        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Accepted) with { Key = claim.IdempotencyKey, TaskId = id });
    }

    private static Task<SubmitClaim> ClaimAsync(EntryJournal journal, string prompt) =>
        journal.ClaimAsync(Rows.Row(prompt), History.Job, 0, retryUnknown: false, CancellationToken.None);
}
