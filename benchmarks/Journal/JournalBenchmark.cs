using System.Diagnostics;
using System.Globalization;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Tasks;

namespace Apimart.Video.Benchmarks.Journal;

/// <summary>What a long journal costs a submit: time to open, to claim and to append, and memory.</summary>
internal sealed class JournalBenchmark : IBenchmark
{
    private const string Job = "autumn";
    private const string Model = "veo3.1-fast";
    private const int EntriesPerRow = 4;
    private const int RowsOfBatch = 100;
    private const int Samples = 200;
    private static readonly string s_hash = new('a', 64);
    private static readonly string s_scene = string.Concat(Enumerable.Repeat("A lighthouse at dusk, waves, slow dolly in. ", 5));

    public string Name => "journal";

    public string Usage => "journal [ENTRIES=100000]      open, list, claim, append, rewrite and memory of a long journal";

    public async Task<int> RunAsync(string[] args)
    {
        if (args is ["list", var listed])
        {
            List(listed);
            return 0;
        }

        int entries = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("apimart-video-journal-");
        try
        {
            string path = Path.Combine(folder.FullName, "long");
            using TaskJournal empty = TaskJournal.Open(Path.Combine(folder.FullName, "empty"));
            await TimeAsync("first intent of a process, on the disk", () => ClaimAsync(empty, row: 0, job: null));
            await MeasureAppendsAsync("empty journal", empty);
            Fill(path, entries / EntriesPerRow);
            MeasureChecksums(path);
            using TaskJournal journal = TaskJournal.Open(path);
            await MeasureAppendsAsync($"{entries} entries, {new FileInfo(journal.Path).Length / 1e6:0} MB", journal);
            Open(path);
            Open(path);
            await ListAloneAsync(path);
            await MeasureClaimsAsync(path, entries / EntriesPerRow);
            await MeasureUpkeepAsync(path, Path.Combine(folder.FullName, "merged"));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The lines that batches of a hundred rows leave, without the time that it takes to put each on the disk.</summary>
    private static void Fill(string path, int rows)
    {
        Directory.CreateDirectory(path);
        using FileStream file = new(Path.Combine(path, "journal.jsonl"), FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        uint seal = 0;
        foreach (JournalEntry entry in Enumerable.Range(0, rows).Chunk(RowsOfBatch).SelectMany(Entries))
        {
            file.Write(LineSeal.Close(JournalBatch.ToLine(entry), seal, out seal));
            file.WriteByte((byte)'\n');
        }
    }

    private static IEnumerable<JournalEntry> Entries(int[] rows)
    {
        DateTimeOffset time = DateTimeOffset.UnixEpoch.AddDays(20_000).AddSeconds(rows[0]);
        foreach (int row in rows)
        {
            PreparedRequest request = Row(row);
            RowIdentity identity = new(null, Job, request.Digest, 0, RowIdentity.FirstTake);
            string key = DerivedKey.Of(identity, 0);
            yield return new JournalEntry
            {
                Kind = JournalEntryKind.Intent,
                Time = time,
                Key = key,
                Writer = "0123456789abcdef0123456789abcdef",
                Job = Job,
                Digest = identity.Digest,
                Model = request.Model,
                Prompt = request.Prompt,
                Body = System.Text.Encoding.UTF8.GetString(request.Body.Span),
            };
            yield return new JournalEntry { Kind = JournalEntryKind.Accepted, Time = time, Key = key, TaskId = IdOf(row), StatusText = "submitted", Created = time };
        }

        foreach (int row in rows)
        {
            yield return new JournalEntry
            {
                Kind = JournalEntryKind.State,
                Time = time.AddSeconds(100),
                TaskId = IdOf(row),
                Model = Model,
                Status = ApimartTaskStatus.Completed,
                StatusText = "completed",
                Completed = time.AddSeconds(100),
                Actual = 100,
                Cost = 0.35m,
                Videos = [new JournalLink($"https://upload.apimart.ai/f/video/{IdOf(row)}.mp4", time.AddDays(1))],
            };
        }

        foreach (int row in rows)
        {
            yield return new JournalEntry
            {
                Kind = JournalEntryKind.Saved,
                Time = time.AddSeconds(110),
                TaskId = IdOf(row),
                Index = 0,
                Path = $"/videos/{IdOf(row)}.mp4",
                Length = 5_000_000,
                Sha256 = s_hash,
            };
        }
    }

    private static string IdOf(int row) => string.Create(CultureInfo.InvariantCulture, $"task_{row:00000000}");

    private static void MeasureChecksums(string path)
    {
        byte[][] lines = [.. File.ReadLines(Path.Combine(path, "journal.jsonl")).Take(20_000).Select(System.Text.Encoding.UTF8.GetBytes)];
        byte[][] bare = [.. lines.Select(line => (byte[])[.. line[..^LineSeal.Length], (byte)'}'])];
        for (int round = 0; round < 2; round++)
        {
            uint seal = 0;
            Stopwatch clock = Stopwatch.StartNew();
            foreach (byte[] line in bare)
            {
                LineSeal.Close(line, seal, out seal);
            }

            double close = clock.Elapsed.TotalMicroseconds / lines.Length;
            clock.Restart();
            int whole = lines.Count(line => LineSeal.TryRead(line, out _, out uint own) && LineSeal.Holds(line, own));
            if (round == 1)
            {
                Print("checksums of a line, when it is written", close, "us");
                Print($"checksums of a line, when it is read ({whole} hold)", clock.Elapsed.TotalMicroseconds / lines.Length, "us");
            }
        }
    }

    /// <summary>Lists as a line in a script does: in a process that has not read a journal before.</summary>
    private static async Task ListAloneAsync(string path)
    {
        File.Delete(Path.Combine(path, JournalSnapshot.FileName));
        foreach (string how in (string[])["without a snapshot, which it takes", "with the snapshot", "with the snapshot"])
        {
            Console.WriteLine($"In a process of its own, {how}:");
            ProcessStartInfo start = new("dotnet", [typeof(JournalBenchmark).Assembly.Location, "journal", "list", path]);
            using Process process = Process.Start(start)!;
            await process.WaitForExitAsync();
        }
    }

    private static void List(string path)
    {
        using TaskJournal journal = TaskJournal.Open(path);
        int listed = 0;
        Time("  open", () => journal.Find("none"));
        Time("  list all tasks", () => listed = journal.Query(JournalQuery.All).Count());
        Time($"  list all {listed} tasks again", () => listed = journal.Query(JournalQuery.All).Count());
        Time("  how the job stands", () => listed = journal.Jobs().Sum(job => job.Rows));
        Time($"  how the job of {listed} rows stands, again", () => journal.Jobs());
        using TaskJournal fresh = TaskJournal.Open(path);
        Time("  open, and how the job stands", () => fresh.Jobs());
    }

    private static async Task MeasureUpkeepAsync(string path, string merged)
    {
        using TaskJournal journal = TaskJournal.Open(path);
        await TimeAsync("write the journal anew", () => journal.RemoveAsync([], force: false));
        using TaskJournal other = TaskJournal.Open(merged);
        await TimeAsync("merge it into an empty journal, reading included", () => other.ImportAsync([JournalSource.Read(path)]));
    }

    private static async Task MeasureAppendsAsync(string name, TaskJournal journal)
    {
        await ClaimAsync(journal, row: -1, job: null);
        Stopwatch clock = Stopwatch.StartNew();
        for (int sample = 0; sample < Samples; sample++)
        {
            await ClaimAsync(journal, row: -1, job: null);
        }

        double alone = clock.Elapsed.TotalMilliseconds / Samples;
        clock.Restart();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            for (int sample = 0; sample < Samples; sample++)
            {
                await ClaimAsync(journal, row: -1, job: null);
            }
        }));
        Print($"{name}: append an intent, on the disk", alone, "ms");
        Print($"{name}: the same, 4 at once", clock.Elapsed.TotalMilliseconds / Samples / 4, "ms");
    }

    private static void Open(string path)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        using TaskJournal journal = TaskJournal.Open(path);
        Time("open and index", () => journal.Find("none"));
        Print("memory of the index", (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6, "MB");
        GC.KeepAlive(journal);
    }

    private static async Task MeasureClaimsAsync(string path, int rows)
    {
        using TaskJournal journal = TaskJournal.Open(path);
        Stopwatch clock = Stopwatch.StartNew();
        await ClaimAsync(journal, rows, Job);
        Print("first row of a job, opening included", clock.Elapsed.TotalMilliseconds, "ms");
        clock.Restart();
        for (int row = 1; row <= Samples; row++)
        {
            await ClaimAsync(journal, rows + row, Job);
        }

        Print("each further new row of the job", clock.Elapsed.TotalMilliseconds / Samples, "ms");
        clock.Restart();
        for (int row = 0; row < Samples; row++)
        {
            await ClaimAsync(journal, row, Job);
        }

        Print("each row that was submitted before", clock.Elapsed.TotalMilliseconds / Samples, "ms");
    }

    private static Task<SubmitClaim> ClaimAsync(TaskJournal journal, int row, string? job) =>
        journal.ClaimAsync(new ClaimRequest(Row(row), job, Occurrence: 0), CancellationToken.None);

    private static PreparedRequest Row(int row) =>
        ModelCatalogue.Default.Prepare(new VideoRequest { Model = Model, Prompt = $"{s_scene}Take {row}." });

    private static void Time(string what, Action work) =>
        TimeAsync(what, () =>
        {
            work();
            return Task.CompletedTask;
        }).GetAwaiter().GetResult();

    /// <summary>On a machine that is busy with other things the processor's time says more than the clock.</summary>
    private static async Task TimeAsync(string what, Func<Task> work)
    {
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        Stopwatch clock = Stopwatch.StartNew();
        await work();
        double elapsed = clock.Elapsed.TotalMilliseconds;
        Print(what, elapsed, string.Create(CultureInfo.InvariantCulture, $"ms, of which {(Environment.CpuUsage.TotalTime - processor).TotalMilliseconds:0} ms of processors"));
    }

    private static void Print(string what, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-60} {value,10:0.00} {unit}"));
}
