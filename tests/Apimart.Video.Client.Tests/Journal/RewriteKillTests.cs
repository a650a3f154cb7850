using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using CsCheck;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>The journal is written anew by merging, by forgetting and by a repair; a process may end at each point between two steps that last.</summary>
public sealed class RewriteKillTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private int _folders;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("import", 5)]
    [InlineData("compaction", 5)]
    [InlineData("repair", 4)]
    public async Task An_end_at_any_named_point_leaves_the_old_journal_or_the_new_one_and_the_same_line_goes_on(string task, int points)
    {
        List<JournalPoint> passed = [];
        (string journal, string source) = Prepare(task);
        string before = History.Tell(journal);
        await RunAsync(task, journal, source, passed.Add);
        string after = History.Tell(journal);
        string bytes = History.ReadText(journal);
        Assert.NotEqual(before, after);
        Assert.Equal(points, passed.Count);
        foreach (JournalPoint point in passed)
        {
            (journal, source) = Prepare(task);
            await Assert.ThrowsAsync<Killed>(() => RunAsync(task, journal, source, step =>
            {
                if (step == point)
                {
                    throw new Killed();
                }
            }));
            Assert.Contains(History.Tell(journal), (string[])[before, after]);
            await RunAsync(task, journal, source, static _ => { });
            Assert.Equal(after, History.Tell(journal));
            Assert.Equal(bytes, History.ReadText(journal));
        }
    }

    [Fact]
    public async Task An_end_at_any_byte_of_the_new_file_changes_nothing()
    {
        (string journal, string source) = Prepare("import");
        string before = History.Tell(journal);
        (string done, _) = Prepare("import");
        await RunAsync("import", done, source, static _ => { });
        byte[] whole = File.ReadAllBytes(Path.Combine(done, "journal.jsonl"));
        byte[] lying = [.. whole, .. whole];
        await Gen.Int[0, lying.Length].SampleAsync(
            async length =>
            {
                (journal, source) = Prepare("import");
                File.WriteAllBytes(Path.Combine(journal, "journal.jsonl.part"), lying[..length]);
                Assert.Equal(before, History.Tell(journal));
                await RunAsync("import", journal, source, static _ => { });
                Assert.Equal(whole, File.ReadAllBytes(Path.Combine(journal, "journal.jsonl")));
            },
            iter: 30,
            threads: 1);
    }

    [Fact]
    public async Task A_disk_that_keeps_something_else_than_was_written_leaves_the_old_journal()
    {
        (string journal, string source) = Prepare("import");
        string before = History.ReadText(journal);
        string part = Path.Combine(journal, "journal.jsonl.part");

        await Assert.ThrowsAsync<Apimart.Video.Api.ApimartException>(() => RunAsync("import", journal, source, step =>
        {
            if (step == JournalPoint.RewriteFileWritten)
            {
                byte[] kept = File.ReadAllBytes(part);
                kept[kept.Length / 2] ^= 1;
                File.WriteAllBytes(part, kept);
            }
        }));

        Assert.Equal(before, History.ReadText(journal));
    }

    private static async Task RunAsync(string task, string folder, string source, Action<JournalPoint> passed)
    {
        using TaskJournal journal = TaskJournal.Open(folder, time: new ManualTime());
        journal.File.Passed = (point, _) => passed(point);
        _ = task switch
        {
            "import" => (object)await journal.ImportAsync([JournalSource.Read(source)]),
            "compaction" => await journal.RemoveAsync(journal.FindRemovable(_ => true, before: null), force: true),
            _ => await journal.RepairAsync(),
        };
    }

    private (string Journal, string Source) Prepare(string task)
    {
        string journal = _folder[$"{_folders++}"];
        string source = _folder[$"{_folders++}"];
        JournalEntry[][] made = History.Play(
            [.. Enumerable.Range(0, 400).Select(number => new History.Event(number * 7 % 40, number * 7 % 40 % 2, number * 37 % 50, 3))],
            machines: 2);
        History.Write(journal, made[0]);
        History.Write(source, made[1]);
        if (task == "repair")
        {
            File.AppendAllText(Path.Combine(journal, "journal.jsonl"), "no JSON\n");
        }

        return (journal, source);
    }

    private sealed class Killed : Exception;
}
