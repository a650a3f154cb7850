using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using Apimart.Video.Journal;
using Apimart.Video.Simulator;
using Apimart.Video.Tasks;

namespace Apimart.Video.KillTrial;

/// <summary>Runs batches in processes of their own, kills them, runs them again, and lets the simulator's bill judge.</summary>
public sealed class Trial : IDisposable
{
    private readonly string _folder;

    /// <param name="folder">Where the journal and the videos go.</param>
    /// <param name="rows">How many rows a batch has.</param>
    public Trial(string folder, int rows)
    {
        _folder = folder;
        Rows = rows;
        Simulator = SimulatorServer.Start(new SimulatorOptions
        {
            Idempotency = false,
            TaskDuration = TimeSpan.FromMilliseconds(150),
            SubmitLatency = TimeSpan.FromMilliseconds(5),
            VideoBytes = 200_000,
            RecordRequests = false,
        });
    }

    public SimulatorServer Simulator { get; }

    public int Rows { get; }

    private string JournalPath => Path.Combine(_folder, "state");

    private string VideoPath => Path.Combine(_folder, "clips");

    public void Dispose() => Simulator.Dispose();

    /// <summary>Runs the line once, to its end or to where it dies.</summary>
    /// <param name="job">The batch.</param>
    /// <param name="at">Where the worker ends its own life, if at all.</param>
    /// <param name="afterRequests">After how many of its requests it is killed from outside, if at all.</param>
    /// <param name="afterTime">How much later than that.</param>
    /// <param name="retryUnknown">Whether rows whose outcome is unknown are sent again.</param>
    public async Task<WorkerRun> RunAsync(
        string job,
        KillPoint? at = null,
        int? afterRequests = null,
        TimeSpan afterTime = default,
        bool retryUnknown = false)
    {
        int before = Simulator.Requests.CountOf(SimulatorRoute.Any);
        ConcurrentQueue<string> output = [];
        using Process worker = Start(job, at, retryUnknown, output);
        while (afterRequests is not null && !worker.HasExited)
        {
            if (Simulator.Requests.CountOf(SimulatorRoute.Any) - before >= afterRequests)
            {
                await Task.Delay(afterTime);
                worker.Kill();
                break;
            }

            await Task.Delay(1);
        }

        await worker.WaitForExitAsync();
        return new WorkerRun(worker.ExitCode, [.. output]);
    }

    /// <summary>What came of a batch so far.</summary>
    public BatchVerdict Judge(string job)
    {
        var charges = Simulator.Bill
            .Where(charge => charge.Prompt.StartsWith(job + " row ", StringComparison.Ordinal))
            .ToLookup(charge => charge.Prompt);
        HashSet<string> unknown = Unknown(job);
        return new BatchVerdict(
            Rows,
            charges.Sum(row => row.Count()),
            charges.Count(row => row.Count() > 1),
            unknown.Count,
            unknown.Count(charges.Contains),
            charges.Where(row => !unknown.Contains(row.Key)).Sum(row => row.Count(charge => !IsSaved(charge.TaskId))),
            Enumerable.Range(0, Rows).Select(row => $"{job} row {row}").Count(row => !charges.Contains(row) && !unknown.Contains(row)));
    }

    /// <summary>The rows that the journal reports as unknown.</summary>
    public HashSet<string> Unknown(string job)
    {
        using TaskJournal journal = TaskJournal.Open(JournalPath, Simulator.BaseUri);
        JournalQuery query = new() { JobName = name => name == job, Statuses = [ApimartTaskStatus.OutcomeUnknown] };
        return journal.Query(query).Select(task => task.Prompt!).ToHashSet();
    }

    /// <summary>Whether the video of a task lies in the folder, byte for byte.</summary>
    public bool IsSaved(string taskId)
    {
        string path = Path.Combine(VideoPath, taskId + ".mp4");
        return File.Exists(path)
            && Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) == Simulator.ExpectedSha256(taskId);
    }

    private Process Start(string job, KillPoint? at, bool retryUnknown, ConcurrentQueue<string> output)
    {
        WorkerOptions options = new(
            Simulator.BaseUri, Simulator.ApiKey, JournalPath, VideoPath, job, Rows, retryUnknown, at);
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(typeof(Trial).Assembly.Location);
        Array.ForEach(options.ToArguments(), start.ArgumentList.Add);
        Process worker = new() { StartInfo = start };
        worker.OutputDataReceived += (_, said) => Keep(said.Data);
        worker.ErrorDataReceived += (_, said) => Keep(said.Data);
        worker.Start();
        worker.BeginOutputReadLine();
        worker.BeginErrorReadLine();
        return worker;

        void Keep(string? line)
        {
            if (line is not null)
            {
                output.Enqueue(line);
            }
        }
    }
}
