using System.Diagnostics;
using System.Globalization;
using Apimart.Video.Downloads;
using Apimart.Video.Tasks;

namespace Apimart.Video.Benchmarks.Download;

/// <summary>
/// Saves large and many files from loopback, in turn with curl, and compares time and memory. The files are flushed to the disk
/// and checked as always; curl's are flushed by sync, which it does not do itself.
/// </summary>
internal sealed class DownloadBenchmark : IBenchmark
{
    internal const string ServeOption = "--serve";

    private const long MiB = 1024 * 1024;
    private const int DefaultRounds = 9;
    private const double LargestMemory = 64;

    public string Name => "download";

    public string Usage => "download [ROUNDS] [FOLDER]   time and memory of saving files, against curl";

    public async Task<int> RunAsync(string[] args)
    {
        if (args is [ServeOption])
        {
            LoopbackHost.Run();
            return 0;
        }

        int rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : DefaultRounds;
        string folder = Path.GetFullPath(Path.Combine(args.ElementAtOrDefault(1) ?? Path.GetTempPath(), "apimart-download"));
        using HostProcess host = new();
        try
        {
            return await MeasureAsync(host, folder, rounds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> MeasureAsync(HostProcess host, string folder, int rounds)
    {
        // What a process holds that has saved a file before: the code, the connections, the buffers of the runtime.
        await SaveAsync([host.FileOf(MiB)], folder, atOnce: 1, metadata: false);
        GC.Collect();
        double idle = MemoryNow();
        Console.WriteLine($"{rounds} rounds, in turn, in {folder}; {Environment.ProcessorCount} processors; idle {idle:0} MiB");
        Console.WriteLine("                                saved s   curl s   ratio   goal   peak MiB above idle");

        bool one = await CompareAsync("1 GiB", host, folder, rounds, [1024 * MiB], atOnce: 1, metadata: false, goal: 1.0, idle);
        bool many = await CompareAsync(
            "200 files of 5 MiB, 8 at once", host, folder, rounds, Enumerable.Repeat(5 * MiB, 200).ToArray(), 8, false, 1.0, idle);
        await CompareAsync("1 GiB with its SHA-256", host, folder, rounds, [1024 * MiB], atOnce: 1, metadata: true, goal: null, idle);
        return one && many ? 0 : 1;
    }

    private static async Task<bool> CompareAsync(
        string what,
        HostProcess host,
        string folder,
        int rounds,
        long[] lengths,
        int atOnce,
        bool metadata,
        double? goal,
        double idle)
    {
        Uri[] links = lengths.Select((length, name) => host.FileOf(length, name)).ToArray();
        List<double> ours = [];
        List<double> curls = [];
        for (int round = 0; round < rounds; round++)
        {
            // Each is first in turn: what a round leaves behind, such as deleted blocks, falls on both alike.
            if (round % 2 == 0)
            {
                await TimeOursAsync();
                await TimeCurlAsync();
            }
            else
            {
                await TimeCurlAsync();
                await TimeOursAsync();
            }
        }

        double ratio = Median(ours.Zip(curls, (our, curl) => our / curl));
        double memory = Process.GetCurrentProcess().PeakWorkingSet64 / (double)MiB - idle;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-30} {Median(ours),8:0.000} {Median(curls),8:0.000} {ratio,7:0.000} {goal,6} {memory,8:0.0}"));
        return (goal is null || ratio <= goal) && memory <= LargestMemory;

        async Task TimeOursAsync() =>
            ours.Add(await TimeAsync(folder, links.Length, () => SaveAsync(links, folder, atOnce, metadata)));

        async Task TimeCurlAsync() => curls.Add(await TimeAsync(folder, links.Length, () =>
        {
            Curl.Fetch(links, folder, atOnce);
            return Task.CompletedTask;
        }));
    }

    private static async Task<double> TimeAsync(string folder, int files, Func<Task> fetch)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        Stopwatch watch = Stopwatch.StartNew();
        await fetch();
        double seconds = watch.Elapsed.TotalSeconds;
        int there = Directory.GetFiles(folder, "*.mp4").Length;
        return there == files ? seconds : throw new InvalidOperationException($"{there} files instead of {files} are there.");
    }

    private static async Task SaveAsync(Uri[] links, string folder, int atOnce, bool metadata)
    {
        using VideoSaver saver = new(
            new SaverConnection { BaseUri = links[0] },
            (_, _) => throw new InvalidOperationException("A link was refused."),
            new SaveOptions { Directory = folder, MaxConcurrency = atOnce, Metadata = metadata });
        await Task.WhenAll(links.Select((link, n) => saver.SaveAsync(TaskOf(link, n), new Progress<SaveProgress>())));
    }

    private static ApimartTask TaskOf(Uri link, int n) => new()
    {
        TaskId = $"task_{n}",
        Status = ApimartTaskStatus.Completed,
        Videos = [new VideoLink(link, ExpiresAt: null)],
    };

    private static double MemoryNow() => Process.GetCurrentProcess().WorkingSet64 / (double)MiB;

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
