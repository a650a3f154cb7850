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
    /// <summary>The job that <see cref="WorkKind.Remove"/> forgets.</summary>
    public const string OldJob = "old";

    /// <summary>How many chains the rows of <see cref="WorkKind.Chains"/> make.</summary>
    public const int Chains = 5;

    private const string Home = "home";

    private readonly string _folder;
    private readonly string _picture;

    /// <param name="folder">Where the journals and the videos go.</param>
    /// <param name="rows">How many rows a batch has.</param>
    /// <param name="honoursKeys">Whether the server takes a request with a known key for the first one.</param>
    /// <param name="picture">Whether the last row of a batch takes a picture from the disk.</param>
    public Trial(string folder, int rows, bool honoursKeys = false, bool picture = false)
    {
        _picture = picture ? Path.Combine(folder, "picture.png") : string.Empty;
        if (picture)
        {
            File.WriteAllBytes(_picture, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[500]]);
        }

        _folder = folder;
        Directory.CreateDirectory(PathOf(Home));
        Rows = rows;
        Simulator = SimulatorServer.Start(new SimulatorOptions
        {
            Idempotency = honoursKeys,
            TaskDuration = TimeSpan.FromMilliseconds(150),
            SubmitLatency = TimeSpan.FromMilliseconds(5),
            VideoBytes = 200_000,
            RecordRequests = false,
        });
    }

    public SimulatorServer Simulator { get; }

    public int Rows { get; }

    /// <summary>The folder of a journal and of videos.</summary>
    public string PathOf(string home) => Path.Combine(_folder, home);

    /// <summary>The folder of the journal that is merged into another.</summary>
    internal static string SourceOf(string home) => home + " source";

    public void Dispose() => Simulator.Dispose();

    /// <summary>Runs the line once, to its end or to where it dies.</summary>
    /// <param name="job">The batch.</param>
    /// <param name="at">Where the worker ends its own life, if at all.</param>
    /// <param name="afterRequests">After how many of its requests it is killed from outside, if at all.</param>
    /// <param name="afterTime">How much later than that.</param>
    /// <param name="work">What it does.</param>
    /// <param name="home">The folder that it starts from, with a journal and videos of its own.</param>
    public async Task<WorkerRun> RunAsync(
        string job,
        KillPoint? at = null,
        int? afterRequests = null,
        TimeSpan afterTime = default,
        WorkKind work = WorkKind.Line,
        string home = Home)
    {
        int before = Simulator.Requests.CountOf(SimulatorRoute.Any);
        ConcurrentQueue<string> output = [];
        using Process worker = Start(job, at, work, PathOf(home), output);
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
    public BatchVerdict Judge(string job, string home = Home)
    {
        var charges = Simulator.Bill
            .Where(charge => charge.Prompt.StartsWith(job + " row ", StringComparison.Ordinal))
            .ToLookup(charge => charge.Prompt);
        HashSet<string> unknown = Unknown(job, home);
        return new BatchVerdict(
            Rows,
            charges.Sum(row => row.Count()),
            charges.Count(row => row.Count() > 1),
            unknown.Count,
            unknown.Count(charges.Contains),
            charges.Where(row => !unknown.Contains(row.Key)).Sum(row => row.Count(charge => !IsSaved(charge.TaskId))),
            Enumerable.Range(0, Rows).Select(row => $"{job} row {row}").Count(row => !charges.Contains(row) && !unknown.Contains(row)));
    }

    /// <summary>How many links of a batch of chains are not made from the one charge of the link before them.</summary>
    public int BrokenLinks(string job)
    {
        ILookup<string, SimulatorCharge> charges = Simulator.Bill.ToLookup(charge => charge.Prompt);
        return Enumerable.Range(Chains, Rows - Chains).Count(row =>
            charges[$"{job} row {row - Chains}"].ToArray() is not [var before]
            || charges[$"{job} row {row}"].ToArray() is not [var link]
            || !link.Body.Contains(before.TaskId, StringComparison.Ordinal));
    }

    /// <summary>Runs the line to some moment, loses the journal, and runs the line from another folder to its end.</summary>
    /// <param name="job">The batch.</param>
    /// <param name="afterRequests">After how many of its requests the first run is killed; null to let it come to its end.</param>
    /// <param name="afterTime">How much later than that.</param>
    public async Task<Loss> LoseAsync(string job, int? afterRequests = null, TimeSpan afterTime = default)
    {
        string first = $"{job} here";
        string other = $"{job} there";
        Directory.CreateDirectory(PathOf(first));
        Directory.CreateDirectory(PathOf(other));
        await RunAsync(job, afterRequests: afterRequests, afterTime: afterTime, home: first);
        string journal = WorkerOptions.JournalIn(PathOf(first));
        if (Directory.Exists(journal))
        {
            Directory.Delete(journal, recursive: true);
        }

        WorkerRun end = await RunAsync(job, home: other);
        if (!end.ReachedItsEnd)
        {
            throw new InvalidOperationException(string.Join('\n', end.Output));
        }

        var charges = Simulator.Bill
            .Where(charge => charge.Prompt.StartsWith(job + " row ", StringComparison.Ordinal))
            .ToLookup(charge => charge.Prompt);
        return new Loss(Rows, charges.Sum(row => row.Count()), Rows - charges.Count(row => row.Any(charge => IsSaved(charge.TaskId))));
    }

    /// <summary>The rows that the journal reports as unknown.</summary>
    public HashSet<string> Unknown(string job, string home = Home)
    {
        using TaskJournal journal = TaskJournal.Open(WorkerOptions.JournalIn(PathOf(home)), Simulator.BaseUri);
        JournalQuery query = new() { JobName = name => name == job, Statuses = [ApimartTaskStatus.OutcomeUnknown] };
        return journal.Query(query).Select(task => task.Prompt!).ToHashSet();
    }

    /// <summary>Whether the video of a task lies in one of the folders, byte for byte.</summary>
    public bool IsSaved(string taskId) => Directory
        .EnumerateFiles(_folder, taskId + ".mp4", SearchOption.AllDirectories)
        .Any(path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) == Simulator.ExpectedSha256(taskId));

    private Process Start(string job, KillPoint? at, WorkKind work, string home, ConcurrentQueue<string> output)
    {
        WorkerOptions options = new(Simulator.BaseUri, Simulator.ApiKey, home, job, job == OldJob ? 1 : Rows, _picture, work, at);
        string temporary = Directory.CreateDirectory(Path.Combine(home, "tmp")).FullName;
        string program = typeof(Trial).Assembly.Location;
        bool carriesItsRuntime = File.Exists(Path.Combine(Path.GetDirectoryName(program)!, "coreclr.dll"));
        ProcessStartInfo start = new(carriesItsRuntime
            ? Path.ChangeExtension(program, ".exe")
            : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home,
            Environment = { ["TMPDIR"] = temporary, ["TMP"] = temporary },
        };
        if (work == WorkKind.NoLocks)
        {
            // .NET's own switch: as on a file system without locks, every lock is granted to everyone.
            start.Environment["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = "1";
        }

        if (!carriesItsRuntime)
        {
            start.ArgumentList.Add(program);
        }

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
