using System.Text;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;
using CsCheck;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>A journal is believed while it is whole; where it is not, a row that may stand in the damage is refused, never paid for again.</summary>
public sealed class DamageTests : IDisposable
{
    private const int RowCount = 6;

    private readonly TempFolder _folder = new();

    private string Entries => _folder["journal.jsonl"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_mark_at_the_head_and_line_ends_of_another_system_do_no_harm()
    {
        await FillAsync();
        string text = await File.ReadAllTextAsync(Entries);
        await File.WriteAllTextAsync(Entries, text.ReplaceLineEndings("\r\n"), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        using TaskJournal journal = Open();
        Assert.Empty(journal.Damages());
        Assert.Equal(ClaimKind.Known, (await ClaimAsync(journal, 0)).Kind);
        Assert.Equal("task_0", (await ClaimAsync(journal, 0)).Task!.TaskId);
        Assert.Equal(ClaimKind.New, (await ClaimAsync(journal, RowCount)).Kind);
        using TaskJournal again = Open();
        Assert.Empty(again.Damages());
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("""{"v":0,"e":"state"}""")]
    [InlineData("""{"v":1.5,"e":"state"}""")]
    [InlineData("""{"v":"1","e":"state"}""")]
    [InlineData("""{"v":1,"e":"intent","key":7}""")]
    [InlineData("""{"v":1,"e":"intent","key":"k","prompt":"cu""")]
    [InlineData("""{"v":1,"e":"state"}{}""")]
    public async Task A_line_that_cannot_be_read_refuses_new_rows_with_its_number_and_the_way_out(string line)
    {
        await FillAsync();
        await File.AppendAllTextAsync(Entries, line + "\n");
        using TaskJournal journal = Open();

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => ClaimAsync(journal, RowCount));

        Assert.Equal(ApimartErrorKind.JournalDamaged, fault.Kind);
        Assert.Contains($"'{Entries}'", fault.Message, StringComparison.Ordinal);
        Assert.Contains($"line {(RowCount * 2) + 1}:", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Repair-ApimartJournal", fault.Advice, StringComparison.Ordinal);
        Assert.Equal(ClaimKind.Known, (await ClaimAsync(journal, 0)).Kind);
        Assert.Equal(ClaimKind.New, (await ClaimAsync(journal, RowCount, job: null)).Kind);
    }

    [Fact]
    public async Task Beside_damage_a_row_in_doubt_is_still_in_doubt_and_one_that_is_being_sent_is_waited_for()
    {
        using (TaskJournal dead = Open())
        {
            await ClaimAsync(dead, 0);
        }

        using TaskJournal living = Open();
        await ClaimAsync(living, 1);
        await File.AppendAllTextAsync(Entries, "no JSON\n");
        using TaskJournal journal = Open();
        journal.Patience = TimeSpan.Zero;

        Assert.Equal(ClaimKind.Unknown, (await ClaimAsync(journal, 0)).Kind);
        Assert.Equal(ApimartErrorKind.OutcomeUnknown, (await Assert.ThrowsAsync<ApimartException>(() => ClaimAsync(journal, 1))).Kind);
        Assert.Equal(ApimartErrorKind.JournalDamaged, (await Assert.ThrowsAsync<ApimartException>(() => ClaimAsync(journal, 2))).Kind);
    }

    [Fact]
    public async Task Each_damage_is_told_once_in_the_order_of_the_lines()
    {
        await FillAsync();
        List<string> lines = [.. await File.ReadAllLinesAsync(Entries)];
        lines[5] = lines[5].Replace("task_2", "task_9", StringComparison.Ordinal);
        lines.Insert(5, "no JSON");
        lines.Insert(2, "no JSON");
        await File.WriteAllTextAsync(Entries, string.Join('\n', lines) + "\n");
        using TaskJournal journal = Open();

        Assert.Equal(
            [(3L, "it cannot be read"), (7, "it cannot be read"), (8, "its checksum does not hold")],
            journal.Damages().Select(damage => (damage.Line, damage.Reason)));
    }

    [Fact]
    public async Task An_odd_value_that_only_informs_costs_nothing_else()
    {
        await FillAsync();
        await File.AppendAllTextAsync(
            Entries,
            "{\"v\":1,\"e\":\"state\",\"task\":\"task_1\",\"status\":\"Completed\",\"actual\":1e300,\"estimated\":1e300,\"cost\":1e300,\"completed\":7,\"rowNumber\":1.5}\n");
        using TaskJournal journal = Open();

        Assert.Empty(journal.Damages());
        ApimartTask task = journal.Find("task_1")!;
        Assert.Equal((ApimartTaskStatus.Completed, "row 1"), (task.Status, task.Prompt));
        Assert.Null(task.Cost);
        Assert.Null(task.ActualTime);
        Assert.Empty(journal.NewestOf([Rows.Model], 10));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_file_that_takes_the_place_of_a_running_sessions_journal_is_noticed_shorter_or_longer(int longer)
    {
        await FillAsync();
        using TaskJournal journal = Open();
        Assert.NotNull(journal.Find("task_0"));
        string other = _folder["other"];
        using (TaskJournal another = TaskJournal.Open(other))
        {
            await AcceptAsync(another, 9, longer == 1 ? new string('x', 20_000) : "short", "task_9");
        }

        File.Copy(Path.Combine(other, "journal.jsonl"), Entries, overwrite: true);

        Assert.Null(journal.Find("task_0"));
        Assert.NotNull(journal.Find("task_9"));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(-1)]
    public async Task What_a_dying_writer_left_of_a_line_is_no_damage_once_it_is_told(int length)
    {
        await FillAsync();
        string line = (await File.ReadAllLinesAsync(Entries))[0];
        await File.AppendAllTextAsync(Entries, line[..(length < 0 ? line.Length + length : length)]);
        using (TaskJournal journal = Open())
        {
            await AcceptAsync(journal, RowCount, "new", "task_new");
            Assert.Empty(journal.Damages());
        }

        await File.AppendAllTextAsync(Entries, line[..60]);
        using TaskJournal later = Open();
        Assert.Equal(ClaimKind.New, (await ClaimAsync(later, RowCount + 1)).Kind);
        using TaskJournal reader = Open();
        Assert.Empty(reader.Damages());
    }

    [Theory]
    [InlineData(40)]
    [InlineData(int.MaxValue)]
    public async Task What_a_dying_writer_left_is_ended_only_together_with_the_line_that_tells_of_it(int length)
    {
        await FillAsync();
        string[] lines = await File.ReadAllLinesAsync(Entries);
        string tail = lines[^1][..Math.Min(length, lines[^1].Length)];
        await File.WriteAllTextAsync(Entries, string.Join('\n', lines[..^1]) + "\n" + tail);
        long size = new FileInfo(Entries).Length;
        using (TaskJournal journal = Open())
        {
            Assert.Equal(ClaimKind.Known, (await ClaimAsync(journal, 0)).Kind);
            Assert.Equal(size, new FileInfo(Entries).Length);
            Assert.Equal(ClaimKind.New, (await ClaimAsync(journal, RowCount)).Kind);
            Assert.Empty(journal.Damages());
        }

        Assert.Equal(length == 40, (await File.ReadAllLinesAsync(Entries))[^1].Contains("\"torn\":true", StringComparison.Ordinal));
        using TaskJournal reader = Open();
        Assert.Empty(reader.Damages());
        Assert.Equal(length == int.MaxValue ? ClaimKind.Known : ClaimKind.Unknown, (await ClaimAsync(reader, RowCount - 1)).Kind);
    }

    [Fact]
    public async Task An_intent_that_a_dying_writer_got_out_whole_and_its_next_are_one_row()
    {
        using (TaskJournal dead = Open())
        {
            await ClaimAsync(dead, 0);
        }

        string text = await File.ReadAllTextAsync(Entries);
        await File.WriteAllTextAsync(Entries, text.TrimEnd('\n'));
        using (TaskJournal journal = Open())
        {
            await AcceptAsync(journal, 0, "row 0", "task_0");
        }

        using TaskJournal reader = Open();
        Assert.Equal(ApimartTaskStatus.Submitted, Assert.Single(reader.Query(new JournalQuery())).Status);
    }

    [Fact]
    public async Task An_intent_that_a_dying_writer_got_out_whole_is_told_by_the_session_that_ends_its_line()
    {
        using (TaskJournal dead = Open())
        {
            await ClaimAsync(dead, 0);
        }

        await File.WriteAllTextAsync(Entries, (await File.ReadAllTextAsync(Entries)).TrimEnd('\n'));
        using TaskJournal journal = Open();
        await AcceptAsync(journal, 1, "row 1", "task_1");

        Assert.Equal(["row 0", "row 1"], journal.Query(new JournalQuery()).Select(row => row.Prompt));
    }

    [Fact]
    public async Task No_damage_lets_a_row_be_paid_for_again_in_silence_or_ends_in_a_raw_exception()
    {
        await FillAsync();
        byte[] whole = await File.ReadAllBytesAsync(Entries);
        Gen<Func<byte[], byte[]>> damage = Gen.OneOf(
            Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte[1, 255], Flip),
            Gen.Select(Gen.Int[0, (RowCount * 2) - 2], Gen.Int[1, 60], CutLine),
            Gen.Int[0, (RowCount * 2) - 2].Select(RemoveLine),
            Gen.Int[0, (RowCount * 2) - 3].Select(DoubleLines),
            Gen.Const<Func<byte[], byte[]>>(bytes => [.. "\uFEFF"u8, .. bytes]));
        Gen.Select(damage, damage, Gen.Bool).Sample(
            (first, second, twice) =>
            {
                File.WriteAllBytes(Entries, twice ? second(first(whole)) : first(whole));
                using TaskJournal journal = Open();
                for (int row = 0; row < RowCount; row++)
                {
                    try
                    {
                        // A row that was accepted is known, unknown or refused with the damage; never new.
                        Assert.NotEqual(ClaimKind.New, ClaimAsync(journal, row).GetAwaiter().GetResult().Kind);
                    }
                    catch (ApimartException told)
                    {
                        Assert.True(told.Kind is ApimartErrorKind.JournalDamaged or ApimartErrorKind.JournalUnavailable, told.Message);
                    }
                }
            },
            iter: 400,
            threads: 1);
    }

    [Fact]
    public async Task A_repair_keeps_the_original_beside_it_and_says_what_it_leaves_out()
    {
        await FillAsync();
        string[] lines = await File.ReadAllLinesAsync(Entries);
        lines[3] = lines[3][..50];
        lines[4] = lines[4].Replace("row 2", "row X", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Entries, string.Join('\n', lines) + "\n");
        byte[] damaged = await File.ReadAllBytesAsync(Entries);
        using TaskJournal journal = Open();

        JournalRepair repair = await journal.RepairAsync();

        Assert.Equal(damaged, await File.ReadAllBytesAsync(repair.Original!));
        Assert.Equal(4, Assert.Single(repair.LeftOut).Line);
        Assert.Empty(journal.Damages());
        // The answer of row 1 is gone, so its outcome is unknown; of row 2 the damaged intent keeps it from being sent again.
        Assert.Equal(ClaimKind.Unknown, (await ClaimAsync(journal, 1)).Kind);
        Assert.Equal(ClaimKind.Known, (await ClaimAsync(journal, 2)).Kind);
        Assert.Equal(ClaimKind.Known, (await ClaimAsync(journal, 5)).Kind);
        Assert.Equal(ClaimKind.New, (await ClaimAsync(journal, RowCount)).Kind);
        Assert.Null((await journal.RepairAsync()).Original);
    }

    public static TheoryData<string> PointsOfRepair() =>
        [.. Enum.GetNames<JournalPoint>().Where(name => name.StartsWith("Repair", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(PointsOfRepair))]
    public async Task A_repair_that_ends_at_any_step_leaves_the_old_file_or_the_new_one(string step)
    {
        await FillAsync();
        await File.AppendAllTextAsync(Entries, "no JSON\n");
        using (TaskJournal dying = Open())
        {
            dying.File.Passed = (at, _) =>
            {
                if (at.ToString() == step)
                {
                    throw new IOException("The process ends here.");
                }
            };
            await Assert.ThrowsAsync<ApimartException>(dying.RepairAsync);
        }

        using TaskJournal journal = Open();
        await journal.RepairAsync();
        Assert.Empty(journal.Damages());
        Assert.Equal(ClaimKind.Known, (await ClaimAsync(journal, 0)).Kind);
        Assert.Equal(ClaimKind.New, (await ClaimAsync(journal, RowCount)).Kind);
        Assert.NotEmpty(Directory.GetFiles(_folder.Path, "journal.damaged-*"));
    }

    private static Func<byte[], byte[]> Flip(int at, byte by) => bytes =>
    {
        byte[] copy = [.. bytes];
        copy[at % copy.Length] ^= by;
        return copy;
    };

    private static Func<byte[], byte[]> CutLine(int line, int length) => OnLines(lines =>
    {
        int at = line % lines.Count;
        lines[at] = lines[at][..Math.Min(length, lines[at].Length)];
    });

    private static Func<byte[], byte[]> RemoveLine(int line) => OnLines(lines => lines.RemoveAt(line % (lines.Count - 1)));

    private static Func<byte[], byte[]> DoubleLines(int line) => OnLines(lines =>
    {
        int at = line % (lines.Count - 1);
        lines.InsertRange(at, lines.GetRange(at, 2));
    });

    private static Func<byte[], byte[]> OnLines(Action<List<string>> change) => bytes =>
    {
        List<string> lines = [.. Encoding.Latin1.GetString(bytes).TrimEnd('\n').Split('\n')];
        change(lines);
        return Encoding.Latin1.GetBytes(string.Join('\n', lines) + "\n");
    };

    private async Task FillAsync()
    {
        using TaskJournal journal = Open();
        for (int row = 0; row < RowCount; row++)
        {
            await AcceptAsync(journal, row, $"row {row}", $"task_{row}");
        }
    }

    private static async Task AcceptAsync(TaskJournal journal, int row, string prompt, string taskId)
    {
        SubmitClaim claim = await journal.ClaimAsync(Rows.Row(prompt), "autumn", 0, retryUnknown: false, CancellationToken.None);
        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Accepted) with { Key = claim.IdempotencyKey, TaskId = taskId });
    }

    private TaskJournal Open() => TaskJournal.Open(_folder.Path);

    private static Task<SubmitClaim> ClaimAsync(TaskJournal journal, int row, string? job = "autumn") =>
        journal.ClaimAsync(Rows.Row($"row {row}"), job, 0, retryUnknown: false, CancellationToken.None);
}
