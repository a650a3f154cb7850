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
    private const int Samples = 200;
    private static readonly string s_scene = string.Concat(Enumerable.Repeat("A lighthouse at dusk, waves, slow dolly in. ", 5));

    public string Name => "journal";

    public string Usage => "journal [ENTRIES=100000]      open, claim, append and memory of a long journal";

    public async Task<int> RunAsync(string[] args)
    {
        int entries = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("apimart-video-journal-");
        try
        {
            using TaskJournal empty = TaskJournal.Open(Path.Combine(folder.FullName, "empty"));
            await ClaimAsync(empty, row: 0, job: null);
            await MeasureAppendsAsync("empty journal", empty);

            string path = Path.Combine(folder.FullName, "long");
            await FillAsync(path, entries / EntriesPerRow);
            using TaskJournal journal = TaskJournal.Open(path);
            await MeasureAppendsAsync($"{entries} entries, {new FileInfo(journal.Path).Length / 1e6:0} MB", journal);
            Open(path);
            Open(path);
            await MeasureClaimsAsync(path, entries / EntriesPerRow);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task FillAsync(string path, int rows)
    {
        using TaskJournal journal = TaskJournal.Open(path);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, rows),
            new ParallelOptions { MaxDegreeOfParallelism = 200 },
            async (row, _) =>
            {
                SubmitClaim claim = await ClaimAsync(journal, row, Job);
                string id = $"task_{row:00000000}";
                await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Accepted) with
                {
                    Key = claim.IdempotencyKey,
                    TaskId = id,
                    Created = DateTimeOffset.UtcNow,
                });
                await journal.RecordAsync(Completed(id));
                await journal.RecordSavedAsync(id, new SavedFile(0, Path.Combine(path, id + ".mp4"), 5_000_000, new string('a', 64)));
            });
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
        Stopwatch clock = Stopwatch.StartNew();
        int durations = journal.NewestOf([Model], 200).Count;
        double open = clock.Elapsed.TotalMilliseconds;
        Print($"open and index ({durations} finished tasks)", open, "ms");
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
        clock.Restart();
        int listed = journal.Query(JournalQuery.All).Count();
        Print($"list all {listed} tasks", clock.Elapsed.TotalMilliseconds, "ms");
    }

    private static Task<SubmitClaim> ClaimAsync(TaskJournal journal, int row, string? job) =>
        journal.ClaimAsync(Row(row), job, occurrence: 0, retryUnknown: false, CancellationToken.None);

    private static PreparedRequest Row(int row) =>
        ModelCatalogue.Default.Prepare(new VideoRequest { Model = Model, Prompt = $"{s_scene}Take {row}." });

    private static ApimartTask Completed(string id) => new()
    {
        TaskId = id,
        Status = ApimartTaskStatus.Completed,
        StatusText = "completed",
        Cost = 0.35m,
        CompletedAt = DateTimeOffset.UtcNow,
        ActualTime = TimeSpan.FromSeconds(100),
        Videos = [new VideoLink(new Uri($"https://upload.apimart.ai/f/video/{id}.mp4"), DateTimeOffset.UtcNow.AddDays(1))],
    };

    private static void Print(string what, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-60} {value,10:0.00} {unit}"));
}
