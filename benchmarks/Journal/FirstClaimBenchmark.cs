using System.Diagnostics;
using System.Globalization;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Models;

namespace Apimart.Video.Benchmarks.Journal;

/// <summary>What the first claim of a process costs, where the journal is a folder and where it is a database.</summary>
internal sealed class FirstClaimBenchmark : IBenchmark
{
    private const string Child = "child";

    public string Name => "claim";

    public string Usage => "claim [RUNS=9]                the first claim of a process, in a folder and in PostgreSQL";

    public async Task<int> RunAsync(string[] args)
    {
        if (args is [Child, var place])
        {
            await ClaimAsync(place);
            return 0;
        }

        int runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 9;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("apimart-video-claim-");
        try
        {
            using PostgresServer? server = PostgresServer.Start();
            if (server is null)
            {
                Console.Error.WriteLine(PostgresServer.Missing);
                return 2;
            }

            await ClaimAsync(server.ConnectionString());
            Report("folder", [.. Enumerable.Range(0, runs).Select(run => Run(Path.Combine(folder.FullName, $"{run}")))]);
            Report("database", [.. Enumerable.Range(0, runs).Select(_ => Run(server.ConnectionString()))]);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task ClaimAsync(string place)
    {
        PreparedRequest request = ModelCatalogue.Default.Prepare(new VideoRequest { Model = "sora-2", Prompt = $"{Guid.NewGuid()}" });
        long start = Stopwatch.GetTimestamp();
        using ITaskJournal journal = place.StartsWith("Host=", StringComparison.Ordinal) ? new PostgreSqlJournalFactory().Open(place) : TaskJournal.Open(place);
        await journal.ClaimAsync(new ClaimRequest(request, "autumn", Occurrence: 0), CancellationToken.None);
        Console.WriteLine(Stopwatch.GetElapsedTime(start).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture));
    }

    internal static double Run(string place)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [typeof(FirstClaimBenchmark).Assembly.Location, "claim", Child, place]) { RedirectStandardOutput = true })!;
        return double.Parse(process.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture);
    }

    private static void Report(string what, double[] milliseconds)
    {
        Array.Sort(milliseconds);
        Console.WriteLine($"first claim of a process, {what}: {milliseconds[0]:0} / {milliseconds[milliseconds.Length / 2]:0} / {milliseconds[^1]:0} ms (least, median, most of {milliseconds.Length})");
    }
}
