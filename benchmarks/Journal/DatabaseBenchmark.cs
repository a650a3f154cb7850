using System.Diagnostics;
using System.Globalization;
using System.Text;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Models.Rows;
using Apimart.Video.Tasks;

namespace Apimart.Video.Benchmarks.Journal;

/// <summary>How much a row takes in a database, and how long the first claim and a list of jobs take where it holds many.</summary>
internal sealed class DatabaseBenchmark : IBenchmark
{
    private const int Measured = 500;
    private const int EntriesOfRow = 4;

    private static readonly string s_prompt = string.Join(' ', Enumerable.Repeat("A slow pan over a harbour at dawn, boats coming in, gulls, warm light, 35 mm.", 4));

    public string Name => "database";

    public string Usage => "database [ENTRIES=100000]     the size of a row in PostgreSQL, and the first claim where it holds many";

    public async Task<int> RunAsync(string[] args)
    {
        int entries = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("apimart-video-database-");
        try
        {
            using PostgresServer? server = PostgresServer.Start();
            if (server is null)
            {
                Console.Error.WriteLine(PostgresServer.Missing);
                return 2;
            }

            using (EntryJournal journal = (EntryJournal)new PostgreSqlJournalFactory().Open(server.ConnectionString()))
            {
                journal.JobNames();
                long[] empty = Sizes(server);
                for (int row = 0; row < Measured; row++)
                {
                    await MakeAsync(journal, row);
                }

                long[] full = Sizes(server);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"a row with a prompt of {s_prompt.Length} characters and five columns, of {Measured}: {(full[0] - empty[0]) / Measured} bytes in tables, {(full[1] - empty[1]) / Measured} in indexes, {(full[2] - empty[2]) / Measured} in toast"));
                string source = Path.Combine(folder.FullName, "source");
                Directory.CreateDirectory(source);
                JournalRewriter.WriteLines(
                    Path.Combine(source, "journal.jsonl"),
                    JournalRewriter.Seal(Enumerable.Range(0, (entries / EntriesOfRow) - Measured).SelectMany(row => EntriesOf(row))));
                long start = Stopwatch.GetTimestamp();
                await journal.ImportAsync([JournalSource.Read(source)]);
                Console.WriteLine($"import of the rest: {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
            }

            for (int run = 0; run < 3; run++)
            {
                Console.WriteLine($"first claim of a process among {entries} entries: {FirstClaimBenchmark.Run(server.ConnectionString()):0} ms");
            }

            long listed = Stopwatch.GetTimestamp();
            using EntryJournal reader = (EntryJournal)new PostgreSqlJournalFactory().Open(server.ConnectionString());
            int jobs = reader.Jobs().Count;
            Console.WriteLine($"the sums of {jobs} jobs, first time: {Stopwatch.GetElapsedTime(listed).TotalMilliseconds:0} ms");
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MakeAsync(EntryJournal journal, int row)
    {
        PreparedRequest request = ModelCatalogue.Default.Prepare(new VideoRequest { Model = "sora-2", Prompt = $"{s_prompt} {row}" });
        InputRow cells = new(row, new Dictionary<string, string> { ["Prompt"] = request.Prompt, ["Model"] = "sora-2", ["Scene"] = "harbour", ["Shot"] = $"shot {row}", ["Duration"] = "8" });
        SubmitClaim claim = await journal.ClaimAsync(new ClaimRequest(request, "autumn", Occurrence: 0) { Row = cells }, CancellationToken.None);
        string id = $"task_01HXYZ{row:d20}";
        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Accepted) with { Key = claim.IdempotencyKey, TaskId = id, StatusText = "submitted", Reserved = 0.8m });
        await journal.RecordAsync(Completed(id));
        await journal.RecordSavedAsync(id, new SavedFile(0, $"/srv/shots/clips/shot {row}.mp4", 12_345_678, new string('0', 64)));
    }

    private static ApimartTask Completed(string id) => new()
    {
        TaskId = id,
        Status = ApimartTaskStatus.Completed,
        Cost = 0.8m,
        ActualTime = TimeSpan.FromSeconds(93),
        CompletedAt = DateTimeOffset.UtcNow,
        Videos = [new VideoLink(new Uri($"https://upload.apimart.ai/f/video/{id}-0123456789abcdef0123456789abcdef.mp4"), DateTimeOffset.UtcNow.AddDays(1))],
    };

    private static JournalEntry[] EntriesOf(int row)
    {
        DateTimeOffset time = DateTimeOffset.UtcNow;
        string key = $"apv-{row:x32}";
        string id = $"task_{row}";
        return
        [
            new()
            {
                Kind = JournalEntryKind.Intent, Time = time, Key = key, Job = $"job {row / 1000}", Digest = $"{row:x64}", Model = "sora-2", Prompt = $"{s_prompt} {row}",
                Body = $$"""{"model":"sora-2","prompt":"{{s_prompt}} {{row}}"}""",
            },
            new() { Kind = JournalEntryKind.Accepted, Time = time, Key = key, TaskId = id },
            new() { Kind = JournalEntryKind.State, Time = time, TaskId = id, Status = ApimartTaskStatus.Completed, Cost = 0.8m },
            new() { Kind = JournalEntryKind.Saved, Time = time, TaskId = id, Path = $"/srv/shots/clips/{row}.mp4", Length = 12_345_678 },
        ];
    }

    /// <summary>The bytes of the schema's tables, of their indexes, and of what is kept beside them.</summary>
    private static long[] Sizes(PostgresServer server)
    {
        return [Sum("pg_relation_size(c.oid)"), Sum("pg_indexes_size(c.oid)"), Sum("pg_table_size(c.oid) - pg_relation_size(c.oid)")];

        long Sum(string size) => server.Read<long>(
            "postgres",
            $"select sum({size})::bigint from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'apimart_video' and c.relkind = 'r'")[0];
    }
}
