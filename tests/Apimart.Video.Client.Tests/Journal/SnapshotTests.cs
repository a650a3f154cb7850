using System.Collections;
using System.Globalization;
using System.Reflection;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;
using CsCheck;
using Microsoft.Win32.SafeHandles;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>
/// A snapshot spares reading a journal and changes nothing else: whatever lies in its place, the same rows are known and the same lines
/// are not believed. A failure prints the seed, and <c>CsCheck_Seed</c> repeats it.
/// </summary>
public sealed class SnapshotTests : IDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(8));

    private static readonly Gen<JournalEntry[]> s_entries =
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 99], Gen.Int[0, 3], ToEntry).Array[1, 90].Select(OnlyWithIntents);

    private readonly TempFolder _folder = new();
    private int _folders;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_index_that_goes_on_from_a_snapshot_is_the_one_that_read_every_line() => Gen.Select(s_entries, Gen.Int[0, 100]).Sample(
        (entries, percent) =>
        {
            string folder = New();
            JournalEntry[] first = entries[..(entries.Length * percent / 100)];
            History.Write(folder, first);
            Tell(folder, Use.Snapshot);
            History.Write(folder, entries);

            string expected = Tell(folder, Use.Lines);

            Assert.Equal(first.Length > 0, File.Exists(SnapshotOf(folder)));
            Assert.Equal(expected, Tell(folder, Use.Snapshot, expectedStart: first.Length > 0));
            Assert.Equal(expected, Tell(folder, Use.Snapshot, expectedStart: true));
        },
        iter: 120,
        threads: 1);

    [Fact]
    public void A_journal_that_was_changed_anywhere_is_judged_line_by_line() => Gen.Select(s_entries, Gen.Double[0, 1], Gen.Byte[1, 255]).Sample(
        (entries, place, bits) =>
        {
            string folder = New();
            History.Write(folder, entries);
            Tell(folder, Use.Snapshot);
            Change(Path.Combine(folder, "journal.jsonl"), place, bits);

            Assert.Equal(Tell(folder, Use.Lines), Tell(folder, Use.Snapshot, expectedStart: false));
        },
        iter: 120,
        threads: 1);

    [Fact]
    public void A_snapshot_that_was_changed_or_cut_anywhere_is_not_believed() => Gen.Select(s_entries, Gen.Double[0, 1], Gen.Byte[0, 255]).Sample(
        (entries, place, bits) =>
        {
            string folder = New();
            History.Write(folder, entries);
            string expected = Tell(folder, Use.Snapshot);
            Change(SnapshotOf(folder), place, bits);

            Assert.Equal(expected, Tell(folder, Use.Snapshot, expectedStart: false));
            Assert.Equal(expected, Tell(folder, Use.Snapshot, expectedStart: true));
        },
        iter: 120,
        threads: 1);

    [Theory]
    [InlineData("no JSON", "it cannot be read")]
    [InlineData("""{"v":3,"e":"intent"}""", "HasLaterEntries>k__BackingField: True")]
    public void A_journal_with_damage_or_lines_of_a_later_version_gets_no_snapshot(string line, string expected)
    {
        string folder = New();
        History.Write(folder, [Intent(0, 0)]);
        File.AppendAllText(Path.Combine(folder, "journal.jsonl"), line + "\n");

        string told = Tell(folder, Use.Snapshot);

        Assert.Contains(expected, told, StringComparison.Ordinal);
        Assert.False(File.Exists(SnapshotOf(folder)));
    }

    [Fact]
    public void Where_none_can_be_written_the_journal_is_read()
    {
        string folder = New();
        History.Write(folder, [Intent(0, 0)]);
        string expected = Tell(folder, Use.Lines);
        Directory.CreateDirectory(SnapshotOf(folder));

        Assert.Equal(expected, Tell(folder, Use.Snapshot, expectedStart: false));
    }

    [Fact]
    public async Task What_is_forgotten_leaves_the_snapshot_as_well()
    {
        string folder = New();
        History.Write(folder, [Intent(0, 0), Intent(2, 0), new JournalEntry { Kind = JournalEntryKind.Refused, Key = KeyOf(0, 0), Time = s_start }]);
        Tell(folder, Use.Snapshot);
        using TaskJournal journal = TaskJournal.Open(folder);

        await journal.RemoveAsync(journal.FindRemovable(name => name == JobOf(0), null), force: true);

        Assert.False(File.Exists(SnapshotOf(folder)));
    }

    [Fact]
    public void A_short_journal_gets_none()
    {
        string folder = New();
        History.Write(folder, [Intent(0, 0)]);
        using TaskJournal journal = TaskJournal.Open(folder);

        Assert.Null(journal.Find("none"));
        Assert.False(File.Exists(SnapshotOf(folder)));
    }

    private enum Use
    {
        Lines,
        Snapshot,
    }

    private string New() => _folder[(_folders++).ToString(CultureInfo.InvariantCulture)];

    private static string SnapshotOf(string folder) => Path.Combine(folder, JournalSnapshot.FileName);

    private static void Change(string path, double place, byte bits)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int at = (int)(place * (bytes.Length - 1));
        bytes[at] ^= bits;
        File.WriteAllBytes(path, bits == 0 ? bytes[..at] : bytes);
    }

    /// <summary>All that an index knows, field by field, so that a new field is compared as well.</summary>
    private static string Tell(string folder, Use use, bool? expectedStart = null)
    {
        JournalIndex index = new();
        JournalSnapshot snapshot = new(new JournalFolder(folder)) { Few = 0 };
        using SafeFileHandle file = File.OpenHandle(Path.Combine(folder, "journal.jsonl"));
        if (expectedStart is { } expected)
        {
            JournalIndex start = new();
            snapshot.Load(start, file);
            Assert.Equal(expected, start.Position > 0);
        }

        JournalFile.CatchUp(index, file, use == Use.Snapshot ? snapshot : null);
        JournalRow[] rows = [.. index.Rows];
        return string.Join('\n', rows.Select(row => Fields(row, rows)).Append(Fields(index, rows)));
    }

    private static string Fields(object holder, JournalRow[] rows) => string.Join("; ", holder.GetType()
        .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        .Where(field => field.FieldType != typeof(JournalScan) && !field.Name.Contains(nameof(JournalIndex.Generation), StringComparison.Ordinal))
        .Select(field => $"{field.Name}: {Describe(field.GetValue(holder), rows)}"));

    private static string Describe(object? value, JournalRow[] rows) => value switch
    {
        null => "none",
        string text => text,
        JournalRow row => $"row {Array.IndexOf(rows, row)}",
        LineCheck or RefusedRows => Fields(value, rows),
        DateTimeOffset moment => moment.ToString("O", CultureInfo.InvariantCulture),
        IFormattable plain => plain.ToString(null, CultureInfo.InvariantCulture),
        IDictionary map => Sorted(map.Keys.Cast<object>().Select(key => $"{key} = {Describe(map[key], rows)}")),
        ISet<(string?, string)> set => Sorted(set.Select(one => one.ToString())),
        IEnumerable all => string.Join(", ", all.Cast<object>().Select(one => Describe(one, rows))),
        _ => value.ToString()!,
    };

    private static string Sorted(IEnumerable<string> texts) => string.Join('\n', texts.Order(StringComparer.Ordinal));

    private static JournalEntry ToEntry(int row, int what, int attempt)
    {
        JournalEntry entry = new() { Time = s_start.AddSeconds(what), Key = KeyOf(row, attempt) };
        string id = $"task_{row}_{what % 3}";
        return what switch
        {
            < 23 => Intent(row, attempt),
            < 30 => Unsent(row) with { Status = what % 3 == 0 ? ApimartTaskStatus.Submitted : ApimartTaskStatus.Refused },
            < 38 => entry with { Kind = JournalEntryKind.Repeat, Writer = $"writer{what}" },
            < 55 => entry with { Kind = JournalEntryKind.Accepted, TaskId = id, Created = what % 2 == 0 ? s_start.AddHours(what) : null },
            < 65 => entry with { Kind = JournalEntryKind.Unknown, TaskId = what % 2 == 0 ? id : null },
            < 72 => entry with { Kind = what % 2 == 0 ? JournalEntryKind.Refused : JournalEntryKind.NotExecuted },
            < 84 => new JournalEntry
            {
                Kind = JournalEntryKind.State,
                Time = s_start,
                TaskId = id,
                Server = ServerOf(row),
                Model = Rows.Model,
                Status = what % 2 == 0 ? ApimartTaskStatus.Completed : ApimartTaskStatus.Failed,
                Actual = what % 3 == 0 ? what / 7d : null,
                Completed = what % 4 == 0 ? s_start.AddMinutes(what) : null,
            },
            < 94 => new JournalEntry { Kind = JournalEntryKind.Saved, Time = s_start, TaskId = id, Index = what % 2, Path = $"/videos/{what % 5}.mp4" },
            _ => new JournalEntry { Kind = JournalEntryKind.Uploaded, Time = s_start, Server = ServerOf(row), Sha256 = $"{what % 3:x64}", Url = "https://files.example/1.png" },
        };
    }

    private static JournalEntry Unsent(int row) => new UnsentRow { Job = row < 4 ? "autumn" : "Autumn", Prompt = $"row {row}", Code = "code", Message = "message" }
        .Refused(new JournalEntry { Kind = JournalEntryKind.State, Time = s_start, Server = ServerOf(row) }) with
        {
            RowNumber = row % 2 == 0 ? row : null,
        };

    private static JournalEntry Intent(int row, int attempt) => new()
    {
        Kind = JournalEntryKind.Intent,
        Time = s_start.AddSeconds(row),
        Key = KeyOf(row, attempt),
        Writer = $"writer{attempt}",
        Server = ServerOf(row),
        Job = JobOf(row),
        Digest = $"{row / 2:x64}",
        Occurrence = row % 2,
        Take = row % 4 == 0 ? 2 : null,
        Attempt = attempt,
        Model = Rows.Model,
        Prompt = "sea",
        Body = "{}",
    };

    private static string KeyOf(int row, int attempt) => $"apv-{row}-{attempt}";

    private static string? ServerOf(int row) => row % 3 == 0 ? "127.0.0.1:8080" : null;

    private static string? JobOf(int row) => row % 5 == 4 ? null : row < 4 ? "autumn" : "Autumn";

    /// <summary>An answer without its intent is damage, and a journal with damage has no snapshot.</summary>
    private static JournalEntry[] OnlyWithIntents(JournalEntry[] entries)
    {
        HashSet<string> keys = [KeyOf(0, 0)];
        return [Intent(0, 0), .. entries.Where(entry => entry.Key is null || entry.IsOfUnsentRow || (entry.Kind == JournalEntryKind.Intent ? keys.Add(entry.Key) || true : keys.Contains(entry.Key)))];
    }
}
