using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>A journal that is written anew takes the old one's place only where it differs, and only where the disk kept it.</summary>
public sealed class RewriteTests : IDisposable
{
    private static readonly DateTimeOffset s_time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly TempFolder _folder = new();

    private string Entries => _folder["journal.jsonl"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(600)]
    public async Task One_that_is_as_it_should_be_is_left_as_it_is_however_long(int rows)
    {
        History.Write(_folder.Path, Endings(rows));
        byte[] before = await File.ReadAllBytesAsync(Entries);

        Assert.DoesNotContain(JournalPoint.RewriteFileInPlace, await RewriteAsync());

        Assert.Equal(before, await File.ReadAllBytesAsync(Entries));
        Assert.Equal([Entries], Directory.GetFiles(_folder.Path, "journal.jsonl*"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(598)]
    public async Task One_of_the_same_length_that_differs_anywhere_is_written(int place)
    {
        JournalEntry[] entries = Endings(600);
        History.Write(_folder.Path, entries);
        string expected = await File.ReadAllTextAsync(Entries);
        (entries[place], entries[place + 1]) = (entries[place + 1], entries[place]);
        History.Write(_folder.Path, entries);

        Assert.Contains(JournalPoint.RewriteFileInPlace, await RewriteAsync());

        Assert.Equal(expected, await File.ReadAllTextAsync(Entries));
        Assert.Equal([Entries], Directory.GetFiles(_folder.Path, "journal.jsonl*"));
    }

    [Theory]
    [InlineData("a row")]
    [InlineData("a refused row")]
    [InlineData("a task")]
    [InlineData("a byte")]
    [InlineData("an end")]
    public async Task What_the_disk_did_not_keep_leaves_the_old_one_in_its_place(string lost)
    {
        JournalEntry intent = new() { Kind = JournalEntryKind.Intent, Time = s_time, Key = "k1", Job = "autumn", Digest = "d" };
        JournalEntry refused = new() { Kind = JournalEntryKind.State, Time = s_time, Key = "row-1", Job = "autumn", Digest = "e", Status = ApimartTaskStatus.Refused };
        JournalEntry[] all = [.. Endings(1), refused, intent];
        History.Write(_folder.Path, all);
        byte[] before = await File.ReadAllBytesAsync(Entries);
        JournalEntry[] kept = lost switch
        {
            "a row" => [all[0], refused],
            "a refused row" => [all[0], intent],
            "a task" => [refused, intent],
            _ => all,
        };
        using TaskJournal journal = TaskJournal.Open(_folder.Path);
        journal.File.Passed = (point, _) =>
        {
            if (point == JournalPoint.RewriteFileWritten)
            {
                JournalRewriter.WriteLines(Entries + ".part", JournalRewriter.Seal(kept));
                string text = File.ReadAllText(Entries + ".part");
                File.WriteAllText(Entries + ".part", lost switch
                {
                    "a byte" => text.Replace("autumn", "autumm", StringComparison.Ordinal),
                    "an end" => text + "no JSON\n",
                    _ => text,
                });
            }
        };

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => journal.RemoveAsync([], force: false));

        Assert.Equal(ApimartErrorKind.JournalUnavailable, fault.Kind);
        Assert.Contains("does not hold what was written", fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Entries));
    }

    [Fact]
    public async Task What_an_earlier_one_left_beside_it_is_not_taken_for_a_part_of_it()
    {
        History.Write(_folder.Path, Endings(2).Reverse());
        await File.WriteAllTextAsync(Entries + ".part", new string('x', 100_000));

        await RewriteAsync();

        using TaskJournal journal = TaskJournal.Open(_folder.Path);
        Assert.Empty(journal.Damages());
        Assert.Equal(2, journal.Query(JournalQuery.All).Count());
    }

    /// <summary>Such a line is written by no version; it tells of nothing.</summary>
    [Theory]
    [InlineData("""{"v":1,"e":"state","job":"autumn","digest":"d"}""")]
    [InlineData("""{"v":1,"e":"state","key":"k","digest":"d"}""")]
    [InlineData("""{"v":1,"e":"state","key":"k","job":"autumn"}""")]
    [InlineData("""{"v":1,"e":"saved","task":"task_9"}""")]
    [InlineData("""{"v":1,"e":"uploaded"}""")]
    public async Task A_line_that_tells_of_nothing_is_passed_over(string line)
    {
        await File.WriteAllTextAsync(Entries, line + "\n");

        await RewriteAsync();

        Assert.Empty(await File.ReadAllTextAsync(Entries));
    }

    private async Task<List<JournalPoint>> RewriteAsync()
    {
        using TaskJournal journal = TaskJournal.Open(_folder.Path);
        List<JournalPoint> passed = [];
        journal.File.Passed = (point, _) => passed.Add(point);
        await journal.RemoveAsync([], force: false);
        return passed;
    }

    private static JournalEntry[] Endings(int rows) =>
    [
        .. Enumerable.Range(0, rows).Select(row => new JournalEntry
        {
            Kind = JournalEntryKind.State,
            Time = s_time.AddSeconds(row),
            TaskId = $"task_{row:000}",
            Status = ApimartTaskStatus.Completed,
            Videos = [new JournalLink($"https://files.example/{row:000}.mp4", s_time)],
        }),
    ];
}
