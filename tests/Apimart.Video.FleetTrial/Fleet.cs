using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Apimart.Video.Account;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Simulator;
using Apimart.Video.Tasks;

namespace Apimart.Video.FleetTrial;

/// <summary>Runs the same line on several machines at once, strikes them, and lets the simulator's bill judge.</summary>
public sealed class Fleet : IDisposable
{
    private static readonly TimeSpan s_stop = TimeSpan.FromSeconds(3.5);

    private readonly string _folder;
    private readonly PostgresServer _server;
    private readonly CuttingProxy _proxy;
    private readonly SimulatorServer _simulator;
    private readonly Random _dice;
    private readonly ConcurrentQueue<string> _faults = [];
    private readonly HashSet<string> _inFlight = [];
    private int _struck;

    private Fleet(string folder, PostgresServer server, int seed, TimeSpan submitLatency)
    {
        _folder = folder;
        _server = server;
        _proxy = new CuttingProxy(server.Port);
        _dice = new Random(seed);
        _simulator = SimulatorServer.Start(new SimulatorOptions
        {
            Idempotency = false,
            TaskDuration = TimeSpan.FromMilliseconds(500),
            SubmitLatency = submitLatency / 2,
            AnswerLatency = submitLatency / 2,
            VideoBytes = 50_000,
            RecordRequests = false,
        });
    }

    /// <summary>A fleet, or null where PostgreSQL is not installed.</summary>
    /// <param name="folder">Where the machines' folders go.</param>
    /// <param name="seed">What the strikes depend on.</param>
    /// <param name="submitLatency">How long a submit takes.</param>
    public static Fleet? Start(string folder, int seed, TimeSpan submitLatency) =>
        PostgresServer.Start() is { } server ? new Fleet(folder, server, seed, submitLatency) : null;

    public void Dispose()
    {
        _simulator.Dispose();
        _proxy.Dispose();
        _server.Dispose();
    }

    /// <summary>Runs a job to its end.</summary>
    /// <param name="job">The job.</param>
    /// <param name="machines">How many machines work on it.</param>
    /// <param name="rows">How many rows it has.</param>
    /// <param name="strikes">What is done to them.</param>
    /// <param name="design">How they agree.</param>
    /// <param name="part">Which part of the price of all rows may be spent.</param>
    public async Task<FleetVerdict> RunAsync(string job, int machines, int rows, Strikes strikes, FleetDesign design = FleetDesign.Intent, decimal part = 1)
    {
        _struck = 0;
        _inFlight.Clear();
        _faults.Clear();
        decimal maxCost = part * rows * await PriceAsync();
        await PrepareAsync(job, rows, design);
        string videos = Directory.CreateDirectory(Path.Combine(_folder, job)).FullName;
        Slot[] slots = [.. Enumerable.Range(0, machines).Select(number => new Slot($"machine{number}"))];
        void Launch(Slot slot) => slot.Run(Start(
            new FleetOptions(_server.ConnectionString(port: _proxy.Port), _simulator.BaseUri, _simulator.ApiKey, slot.Machine, job, rows, maxCost, videos, design),
            out Task runs), runs);
        Array.ForEach(slots, Launch);

        StrikeKind[] all = strikes.Shuffle(_dice);
        await Task.WhenAll(slots.Select((slot, number) => StrikeAllAsync(
            slot,
            [.. all.Where((_, at) => at % slots.Length == number)],
            job,
            new Random(_dice.Next()),
            () => Launch(slot))));
        await Task.WhenAll(slots.Select(slot => slot.EndAsync()));

        // Whoever runs the line next finishes what is left, once the dead count as dead.
        await Task.Delay(s_stop);
        for (int run = 0; run < 2; run++)
        {
            Launch(slots[0]);
            await slots[0].EndAsync();
        }

        return await JudgeAsync(job, rows, maxCost, design);
    }

    /// <summary>How long it took from the first charge of a job to its last.</summary>
    public TimeSpan SpanOf(string job)
    {
        DateTimeOffset[] times = [.. Charges(job).Select(charge => charge.AcceptedAt)];
        return times.Max() - times.Min();
    }

    private static async Task<decimal> PriceAsync()
    {
        CostEstimate estimate = await PriceTable.Offline(ModelCatalogue.Default).EstimateAsync(FleetMachine.Request("price"), CancellationToken.None);
        return estimate.Cost!.Value;
    }

    private async Task PrepareAsync(string job, int rows, FleetDesign design)
    {
        await new PostgreSqlJournalFactory().InitializeAsync(_server.ConnectionString());
        _server.Execute("postgres", "update apimart_video.info set dead_after = '3 seconds'");
        if (design != FleetDesign.Intent)
        {
            _server.Execute("postgres", CondemnedMachine.Schema(rows).Replace("$1", $"'{job}'", StringComparison.Ordinal));
        }
    }

    /// <summary>Strikes one machine again and again, each time at some moment of its run.</summary>
    private async Task StrikeAllAsync(Slot slot, StrikeKind[] strikes, string job, Random dice, Action launch)
    {
        foreach (StrikeKind strike in strikes)
        {
            if (slot.Process.HasExited)
            {
                await slot.EndAsync();
                launch();
            }

            await Task.WhenAny(slot.Runs, slot.Process.WaitForExitAsync());
            await Task.Delay(dice.Next(1500));
            Interlocked.Increment(ref _struck);
            switch (strike)
            {
                case StrikeKind.Kill:
                    slot.Process.Kill();
                    await slot.EndAsync();
                    NoteInFlight(slot.Machine, job);
                    launch();
                    break;
                case StrikeKind.Stop when !slot.Process.HasExited:
                    await SignalAsync("STOP", slot.Process.Id);
                    NoteInFlight(slot.Machine, job);
                    await Task.Delay(s_stop);
                    await SignalAsync("CONT", slot.Process.Id);
                    break;
                case StrikeKind.Cut:
                    _proxy.Plan(dice.Next(2) == 0, dice.Next(4000));
                    break;
                case StrikeKind.Restart:
                    lock (_inFlight)
                    {
                        _server.Restart();
                    }

                    break;
            }
        }
    }

    private static async Task SignalAsync(string signal, int process)
    {
        using Process kill = Process.Start("/bin/kill", ["-s", signal, process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>What a machine was sending when it was struck; the database crashes at no such moment.</summary>
    private void NoteInFlight(string machine, string job)
    {
        lock (_inFlight)
        {
            _inFlight.UnionWith(_server.Read<string>(
                "postgres",
                $"select r.key from apimart_video.rows r join apimart_video.writers w on w.id = r.writer where r.state in ('submitting', 'unknown') and w.machine = '{machine}' and r.job = '{job.ToUpperInvariant()}'"));
        }
    }

    private SimulatorCharge[] Charges(string job) =>
        [.. _simulator.Bill.Where(charge => charge.Prompt.StartsWith(job + " row ", StringComparison.Ordinal))];

    private async Task<FleetVerdict> JudgeAsync(string job, int rows, decimal maxCost, FleetDesign design)
    {
        SimulatorCharge[] charges = Charges(job);
        ILookup<string, SimulatorCharge> byPrompt = charges.ToLookup(charge => charge.Prompt);
        string[] files = [.. Directory.GetFiles(Path.Combine(_folder, job)).Select(Path.GetFileName).OfType<string>()];
        FleetVerdict verdict = new(
            rows,
            byPrompt.Count,
            byPrompt.Count(row => row.Count() > 1),
            charges.Sum(charge => charge.Amount),
            maxCost,
            Unrecorded: 0,
            Unknown: 0,
            _inFlight.Count,
            Unsaved: 0,
            Surplus: 0,
            _struck,
            [.. _faults]);
        if (design != FleetDesign.Intent)
        {
            return verdict;
        }

        using EntryJournal journal = (EntryJournal)new PostgreSqlJournalFactory().Open(_server.ConnectionString(), _simulator.BaseUri);
        ApimartTask[] tasks = [.. journal.Query(new JournalQuery { JobName = name => name == job })];
        HashSet<string> unknown = [.. tasks.Where(task => task.Status is ApimartTaskStatus.OutcomeUnknown or ApimartTaskStatus.Submitting).Select(task => task.Prompt!)];
        HashSet<string> accepted = [.. tasks.Where(task => task.Outcome is not RowOutcome.Unknown && task.TaskId.Length > 0).Select(task => task.TaskId)];
        await Task.CompletedTask;
        return verdict with
        {
            Unrecorded = charges.Count(charge => !accepted.Contains(charge.TaskId) && !unknown.Contains(charge.Prompt)),
            Unknown = unknown.Count,
            Unsaved = accepted.Count(id => !files.Contains(id + ".mp4")) + tasks.Count(task => task.Outcome is RowOutcome.Unsaved or RowOutcome.Running && task.TaskId.Length > 0),
            Surplus = files.Length - files.Count(file => accepted.Contains(Path.GetFileNameWithoutExtension(file))),
        };
    }

    private Process Start(FleetOptions options, out Task runs)
    {
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        runs = started.Task;
        string home = Directory.CreateDirectory(Path.Combine(_folder, options.Machine)).FullName;
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home,
            Environment = { ["TMPDIR"] = home },
        };
        start.ArgumentList.Add(typeof(Fleet).Assembly.Location);
        Array.ForEach(options.ToArguments(), start.ArgumentList.Add);
        Process process = new() { StartInfo = start };
        process.OutputDataReceived += (_, said) => Keep(said.Data);
        process.ErrorDataReceived += (_, said) => Keep(said.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void Keep(string? line)
        {
            if (line == "runs")
            {
                started.TrySetResult();
            }
            else if (line is not null)
            {
                _faults.Enqueue($"{options.Machine}: {line}");
            }
        }
    }

    private sealed class Slot(string machine)
    {
        internal string Machine { get; } = machine;

        internal Process Process { get; private set; } = null!;

        /// <summary>Ends when the process begins its work.</summary>
        internal Task Runs { get; private set; } = Task.CompletedTask;

        internal void Run(Process process, Task runs) => (Process, Runs) = (process, runs);

        internal Task EndAsync() => Process.WaitForExitAsync();
    }
}
