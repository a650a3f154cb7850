using System.Diagnostics;
using System.Globalization;
using Apimart.Video.Benchmarks.Virtual;
using Apimart.Video.Tasks;

namespace Apimart.Video.Benchmarks.Crowd;

/// <summary>Thousands of tasks, submitted at once, in one wait on a small budget.</summary>
internal sealed class CrowdBenchmark : IBenchmark
{
    private const double MemoryGoal = 2048;
    private const double Shortest = 78;
    private bool _missed;

    public string Name => "crowd";

    public string Usage => "crowd                         CPU time, memory, fairness and lag of thousands of tasks on a small budget";

    public Task<int> RunAsync(string[] args)
    {
        Compare(count: 10_000, budget: 20);
        Compare(count: 200, budget: 5);
        return Task.FromResult(_missed ? 1 : 0);
    }

    private void Compare(int count, double budget)
    {
        double[] durations = Durations.Usual(count, seed: 1);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count} tasks submitted at once, {budget} requests a second: one look at each takes {count / budget:0} s."));
        Console.WriteLine();
        Play("cold", durations, budget, history: null);
        Play("warm: 200 past durations", durations, budget, new FixedHistory(Durations.Usual(200, seed: 2)));
        Print("bound: every end known beforehand", Clairvoyant(durations, budget));
        Print("bound: the distribution known, the likeliest looked at first", InTurn(durations, budget, Shortest));
        Print("for comparison: round and round, each in turn", InTurn(durations, budget, start: 0));
        Console.WriteLine();
    }

    private void Play(string name, double[] durations, double budget, IDurationHistory? history)
    {
        VirtualTime time = new();
        VirtualServer server = new(time);
        ApimartTask[] tasks = durations.Select(server.Submit).ToArray();
        WatchOptions options = new() { TimeProvider = time, Seed = 1, History = history, RequestsPerSecond = budget };
        using TaskWatcher watcher = new(server.LookAsync, options);

        long before = GC.GetTotalMemory(forceFullCollection: true);
        TimeSpan cpuBefore = Process.GetCurrentProcess().TotalProcessorTime;
        foreach (ApimartTask task in tasks)
        {
            watcher.Add(task);
        }

        watcher.Complete();
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime - cpuBefore;
        long memory = (GC.GetTotalMemory(forceFullCollection: true) - before) / tasks.Length;

        cpuBefore = Process.GetCurrentProcess().TotalProcessorTime;
        time.RunToEnd();
        cpu += Process.GetCurrentProcess().TotalProcessorTime - cpuBefore;
        WatchSnapshot end = watcher.Snapshot();
        GC.KeepAlive(tasks);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Apimart.Video, {name}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
              CPU time               {cpu.TotalSeconds:0.00} s, {cpu.TotalMicroseconds / server.Looks:0} us a look (the virtual server's work included)
              memory a task          {memory} bytes over the task itself (goal: {MemoryGoal}) {(memory <= MemoryGoal ? "met" : "MISSED")}
              looks                  {server.Looks}, {(double)server.Looks / tasks.Length:0.00} a task
              longest without a look {server.LongestGap:0} s
              ended                  {end.Ended} of {end.Total}, the last seen at {time.Seconds:0} s
              lag                    mean {server.Lags.Average():0.0} s, longest {server.Lags.Max():0.0} s

            """));
        _missed |= memory > MemoryGoal || end.Ended < end.Total;
    }

    /// <summary>Each end is looked at as soon as the budget allows, and nothing else is.</summary>
    private static (double Mean, double Looks) Clairvoyant(double[] durations, double budget)
    {
        double at = 0;
        double sum = 0;
        foreach (double duration in durations.Order())
        {
            at = Math.Max(at + (1 / budget), duration);
            sum += at - duration + (VirtualServer.RoundTrip / 2);
        }

        return (sum / durations.Length, 1);
    }

    /// <summary>
    /// Each task in turn, from a given time on. From the shortest duration on, this always looks at the task that is the
    /// likeliest to have ended since its last look: all are of one age, so that is the one not looked at the longest.
    /// </summary>
    private static (double Mean, double Looks) InTurn(double[] durations, double budget, double start)
    {
        Queue<double> waiting = new(durations);
        double at = start;
        double sum = 0;
        while (waiting.TryDequeue(out double duration))
        {
            at += 1 / budget;
            if (at >= duration)
            {
                sum += at - duration + (VirtualServer.RoundTrip / 2);
            }
            else
            {
                waiting.Enqueue(duration);
            }
        }

        return (sum / durations.Length, (at - start) * budget / durations.Length);
    }

    private static void Print(string name, (double Mean, double Looks) result) =>
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: lag mean {result.Mean:0.0} s, {result.Looks:0.00} looks a task"));
}
