using System.Diagnostics;
using System.Globalization;
using Apimart.Video.Benchmarks.Polling;
using Apimart.Video.Benchmarks.Virtual;
using Apimart.Video.Polling;
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
            $"{count} tasks submitted at once, {budget} requests a second: one poll of each takes {count / budget:0} s."));
        Console.WriteLine();
        Play("cold", durations, budget, history: null);
        Play("warm: 200 past durations", durations, budget, new FixedHistory(new WatcherRun().Past(Durations.Usual(200, seed: 2))));
        Print("bound: every end known beforehand", Clairvoyant(durations, budget));
        Print("bound: the distribution known, the likeliest polled first", InTurn(durations, budget, Shortest));
        Print("for comparison: round and round, each in turn", InTurn(durations, budget, start: 0));
        Console.WriteLine();
    }

    private void Play(string name, double[] durations, double budget, IDurationHistory? history)
    {
        double fairShare = durations.Length / budget;
        VirtualTime time = new();
        VirtualServer server = new(time);
        ApimartTask[] tasks = durations.Select(server.Submit).ToArray();
        WatchOptions options = new() { TimeProvider = time, Seed = 1, History = history, RequestsPerSecond = budget };
        using TaskWatcher watcher = new(server.PollAsync, options);

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
              CPU time               {cpu.TotalSeconds:0.00} s, {cpu.TotalMicroseconds / server.Polls:0} us a poll (the virtual server's work included)
              memory a task          {memory} bytes over the task itself (goal: {MemoryGoal}) {(memory <= MemoryGoal ? "met" : "MISSED")}
              polls                  {server.Polls}, {(double)server.Polls / tasks.Length:0.00} a task
              longest without a poll {server.LongestGap:0} s
              ended                  {end.Ended} of {end.Total}, the last seen at {time.Seconds:0} s
              lag                    mean {server.Lags.Average():0.0} s, longest {server.Lags.Max():0.0} s (goal: twice the fair share, {2 * fairShare:0} s) {(server.Lags.Max() <= 2 * fairShare ? "met" : "MISSED")}

            """));
        _missed |= memory > MemoryGoal || end.Ended < end.Total || server.Lags.Max() > 2 * fairShare;
    }

    /// <summary>Each end is polled as soon as the budget allows, and nothing else is.</summary>
    private static (double Mean, double Polls) Clairvoyant(double[] durations, double budget)
    {
        double at = 0;
        double sum = 0;
        foreach (double duration in durations.Order())
        {
            at = Math.Max(at + (1 / budget), duration);
            sum += at - duration;
        }

        return (sum / durations.Length, 1);
    }

    /// <summary>
    /// Each task in turn, from a given time on. From the shortest duration on, this always polls the task that is the
    /// likeliest to have ended since its last poll: all are of one age, so that is the one not polled the longest.
    /// </summary>
    private static (double Mean, double Polls) InTurn(double[] durations, double budget, double start)
    {
        Queue<double> waiting = new(durations);
        double at = start;
        double sum = 0;
        while (waiting.TryDequeue(out double duration))
        {
            at += 1 / budget;
            if (at >= duration)
            {
                sum += at - duration;
            }
            else
            {
                waiting.Enqueue(duration);
            }
        }

        return (sum / durations.Length, (at - start) * budget / durations.Length);
    }

    private static void Print(string name, (double Mean, double Polls) result) =>
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: lag mean {result.Mean:0.0} s, {result.Polls:0.00} polls a task"));
}
