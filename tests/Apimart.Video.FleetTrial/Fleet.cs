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
    /// <summary>What a machine says when it waits for the gun, and when it begins.</summary>
    internal const string Ready = "ready", Runs = "runs";

    /// <summary>How long a stop lasts: longer than a machine may be silent. After the first part of it, all that it had sent has arrived.</summary>
    private static readonly TimeSpan s_stop = TimeSpan.FromSeconds(3.5), s_arrival = TimeSpan.FromSeconds(1);

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
        await PrepareAsync(job, rows, design, deadAfter: 3);
        string videos = Directory.CreateDirectory(Path.Combine(_folder, job)).FullName;
        Slot[] slots = SlotsOf(machines);
        void Launch(Slot slot) => slot.Run(Start(OptionsOf(slot, job, rows, maxCost, videos, design), out Task runs), runs);
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

        return Judge(job, rows, maxCost, design);
    }

    /// <summary>Runs a job without any strike.</summary>
    /// <param name="job">The job.</param>
    /// <param name="machines">How many machines work on it.</param>
    /// <param name="rows">How many rows it has.</param>
    /// <returns>How long it took until the last row was charged: since all machines were ready, and since the first was started.</returns>
    public async Task<(TimeSpan SinceReady, TimeSpan SinceStart)> RaceAsync(string job, int machines, int rows)
    {
        _faults.Clear();
        decimal maxCost = rows * await PriceAsync();
        await PrepareAsync(job, rows, FleetDesign.Intent, deadAfter: 60);
        string videos = Directory.CreateDirectory(Path.Combine(_folder, job)).FullName;
        Slot[] slots = SlotsOf(machines);
        DateTimeOffset start = DateTimeOffset.UtcNow;
        foreach (Slot slot in slots)
        {
            slot.Run(Start(OptionsOf(slot, job, rows, maxCost, videos, FleetDesign.Intent) with { WaitsForGun = true }, out Task ready), ready);
        }

        await Task.WhenAll(slots.Select(slot => slot.Runs));
        DateTimeOffset gun = DateTimeOffset.UtcNow;
        Array.ForEach(slots, slot => slot.Process.StandardInput.WriteLine());
        await Task.WhenAll(slots.Select(slot => slot.EndAsync()));
        FleetVerdict verdict = Judge(job, rows, maxCost, FleetDesign.Intent);
        DateTimeOffset last = Charges(job).Max(charge => charge.AcceptedAt);
        return verdict.Holds && verdict.Charged == rows ? (last - gun, last - start) : throw new InvalidOperationException($"{verdict} {string.Join('\n', verdict.Faults)}");
    }

    private static Slot[] SlotsOf(int machines) => [.. Enumerable.Range(0, machines).Select(number => new Slot($"machine{number}"))];

    private FleetOptions OptionsOf(Slot slot, string job, int rows, decimal maxCost, string videos, FleetDesign design) => new(
        $"{_server.ConnectionString(port: _proxy.Port)};Application Name={slot.Machine}",
        _simulator.BaseUri,
        _simulator.ApiKey,
        slot.Machine,
        job,
        rows,
        maxCost,
        videos,
        design,
        WaitsForGun: false);

    private static async Task<decimal> PriceAsync()
    {
        CostEstimate estimate = await PriceTable.Offline(ModelCatalogue.Default).EstimateAsync(FleetMachine.Request("price"), CancellationToken.None);
        return estimate.Cost!.Value;
    }

    private async Task PrepareAsync(string job, int rows, FleetDesign design, int deadAfter)
    {
        await new PostgreSqlJournalFactory().InitializeAsync(_server.ConnectionString());
        _server.Execute("postgres", $"update apimart_video.info set dead_after = '{deadAfter} seconds'");
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
                    await HasArrivedAsync(slot.Machine);
                    NoteInFlight(slot.Machine, job);
                    launch();
                    break;
                case StrikeKind.Stop when !slot.Process.HasExited:
                    await SignalAsync("STOP", slot.Process.Id);
                    await Task.Delay(s_arrival);
                    NoteInFlight(slot.Machine, job);
                    await Task.Delay(s_stop - s_arrival);
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

    /// <summary>Waits until nothing more comes from a dead machine: a claim whose commit was under way when it died was under way as well.</summary>
    private async Task HasArrivedAsync(string machine)
    {
        while (Ask<long>($"select count(*) from pg_stat_activity where application_name = '{machine}'")[0] > 0)
        {
            await Task.Delay(1);
        }
    }

    /// <summary>Asks the database itself, which crashes at no such moment.</summary>
    private T[] Ask<T>(string query)
    {
        lock (_inFlight)
        {
            return _server.Read<T>("postgres", query);
        }
    }

    /// <summary>
    /// What a machine was sending when it was struck; also what others had given up, if the process that was struck still waited for its
    /// answer. What it called unknown itself, or an earlier process left, needs a strike of its own.
    /// </summary>
    private void NoteInFlight(string machine, string job)
    {
        lock (_inFlight)
        {
            _inFlight.UnionWith(Ask<string>($"""
                select r.key from apimart_video.rows r join apimart_video.writers w on w.id = r.writer
                where w.machine = '{machine}' and r.job = '{job.ToUpperInvariant()}' and (r.state = 'submitting' or (
                    r.state = 'unknown'
                    and w.seen = (select max(seen) from apimart_video.writers where machine = '{machine}')
                    and exists (select from apimart_video.events e where e.seq = r.seq and e.line::json ->> 'writer' is null)))
                """));
        }
    }

    private SimulatorCharge[] Charges(string job) =>
        [.. _simulator.Bill.Where(charge => charge.Prompt.StartsWith(job + " row ", StringComparison.Ordinal))];

    private FleetVerdict Judge(string job, int rows, decimal maxCost, FleetDesign design)
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
            Groundless: 0,
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
        ApimartTask[] inDoubt = [.. tasks.Where(task => task.Status is ApimartTaskStatus.OutcomeUnknown or ApimartTaskStatus.Submitting)];
        HashSet<string> unknown = [.. inDoubt.Select(task => task.Prompt!)];
        HashSet<string> accepted = [.. tasks.Where(task => task.Outcome is not RowOutcome.Unknown && task.TaskId.Length > 0).Select(task => task.TaskId)];
        return verdict with
        {
            Unrecorded = charges.Count(charge => !accepted.Contains(charge.TaskId) && !unknown.Contains(charge.Prompt)),
            Unknown = unknown.Count,
            Groundless = inDoubt.Count(task => !_inFlight.Contains(task.IdempotencyKey!)),
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
            RedirectStandardInput = true,
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
            if (line is Ready or Runs)
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

        /// <summary>Ends when the process is ready, or begins its work.</summary>
        internal Task Runs { get; private set; } = Task.CompletedTask;

        internal void Run(Process process, Task runs) => (Process, Runs) = (process, runs);

        internal Task EndAsync() => Process.WaitForExitAsync();
    }
}
