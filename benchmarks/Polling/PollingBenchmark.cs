using Apimart.Video.Polling;
using Apimart.Video.Tasks;

namespace Apimart.Video.Benchmarks.Polling;

/// <summary>What waiting costs beside the best that is possible, cold, learned, after a change and with what the server says.</summary>
internal sealed class PollingBenchmark : IBenchmark
{
    /// <summary>The planner was made with other seeds than this.</summary>
    private const int FirstSeed = 150_000;
    private const int Draws = 20_000;
    private const int Histories = 200;
    private const int SequenceLength = 20;

    /// <summary>A density per second that no form goes below: one task that it did not foresee does not end all belief in it.</summary>
    private const double Doubt = 1e-5;
    private int _seed = FirstSeed;
    private bool _missed;

    public string Name => "polling";

    public string Usage => "polling [--durations FILE]    the cost of a wait in virtual time, beside the optimum and other clients";

    public Task<int> RunAsync(string[] args)
    {
        Console.WriteLine($"Cost of a wait: mean lag in seconds + {Score.PollCost} x polls a task. {Draws} draws each, through the watcher, in virtual time.");
        Console.WriteLine("Best fixed: the best fixed interval for the distribution, at a random phase. Optimum: by dynamic programming.");
        if (args is ["--durations", { } file])
        {
            double[] durations = [.. Durations.Read(file).Order()];
            Distribution given = new(file, share => durations[(int)(share * durations.Length)]);
            Cold([given], goal: null);
            Learned([given], after: 10, goal: null);
            Learned([given], after: 100, goal: null);
            return Task.FromResult(0);
        }

        Cold(Distribution.Six, goal: 1.35);
        Cold([Distribution.TwoKinds, Distribution.Constant], goal: null);
        Learned(Distribution.Six, after: 10, goal: 1.15);
        FormBounds();
        Learned([Distribution.TwoKinds], after: 10, goal: null);
        Learned(Distribution.Six, after: 100, goal: 1.05);
        Learned([Distribution.TwoKinds], after: 100, goal: 1.2);
        WithinASecond([Distribution.Constant, Distribution.TwoPoints]);
        Changed(2);
        Changed(0.5);
        Estimates();
        Progress();
        Field();
        return Task.FromResult(_missed ? 1 : 0);
    }

    private void Cold(Distribution[] all, double? goal)
    {
        Head("cold: nothing is known", "best fixed");
        foreach (Distribution tasks in all)
        {
            Print(tasks.Name, new WatcherRun().Alone(Draw(tasks), []), Bounds.BestFixed(tasks), goal);
        }
    }

    private void Learned(Distribution[] all, int after, double? goal)
    {
        Head($"after {after} tasks of the same kind", "optimum");
        foreach (Distribution tasks in all)
        {
            Print(tasks.Name, new WatcherRun().Alone(Draw(tasks), Pasts(tasks, after)), Bounds.Optimum(tasks), goal);
        }
    }

    private void WithinASecond(Distribution[] all)
    {
        Head("after 100 tasks that took the same time to the second; goal: within a second of the optimum", "optimum");
        foreach (Distribution tasks in all)
        {
            Score score = new WatcherRun().Alone(Draw(tasks), Pasts(tasks, 100));
            double optimum = Bounds.Optimum(tasks);
            Print(tasks.Name, score, optimum, goal: (optimum + 1) / optimum);
        }
    }

    /// <summary>
    /// Even who is told the form of the distribution does not know its ends: after 10 tasks one more lies beyond those seen with a
    /// chance of 2 in 11. The schedule that is best for what can be known costs this much more than the optimum; and who is told
    /// that it is one of two forms pays for the doubt between them.
    /// </summary>
    private void FormBounds()
    {
        Func<double[], IDurationShape> even = ends => new GapHistogram(ends, [], bars: 1);
        Func<double[], IDurationShape> late = ends => new LogNormalShape(ends, startsLate: true);
        foreach (Distribution tasks in Distribution.Six.Take(4))
        {
            PrintBound("told that it is uniform, not its ends", tasks, even);
        }

        PrintBound("told that it is a time plus a lognormal one", Distribution.Six[4], late);
        PrintBound("told that it is one of these two", Distribution.Six[3], even, late);
        PrintBound("told that it is one of these two", Distribution.Six[4], even, late);
    }

    private void PrintBound(string told, Distribution tasks, params Func<double[], IDurationShape>[] forms)
    {
        double mean = Enumerable.Range(0, Histories).Average(_ =>
        {
            double[] seen = tasks.Draw(10, _seed++);
            double[] odds = [.. forms.Select(form => Enumerable.Range(1, seen.Length - 1)
                .Aggregate(1.0, (product, known) => product * (form([.. seen.Take(known).Order()]).Density(seen[known]) + Doubt)))];
            double[] mass = new double[AgeGrid.Count];
            for (int i = 0; i < forms.Length; i++)
            {
                forms[i]([.. seen.Order()]).AddTo(mass, odds[i] / odds.Sum());
            }

            PollSchedule schedule = new(mass);
            return Bounds.CostOf(age => schedule.Next(age, 1, 0.5), tasks);
        });
        Print($"  bound: {told} ({tasks.Name})", new Score(double.NaN, double.NaN, 0, 0), Bounds.Optimum(tasks), goal: null, mean);
    }

    private void Changed(double factor)
    {
        Head($"all durations times {factor} after 100 tasks: the 20 tasks that follow, and what comes after them", "optimum");
        foreach (Distribution tasks in Distribution.Six)
        {
            Distribution now = tasks.Times(factor);
            double optimum = Bounds.Optimum(now);
            WatcherRun run = new();
            PastTask[][] pasts = Pasts(tasks, 100);
            List<Score> scores = [];
            for (int i = 0; i < pasts.Length; i++)
            {
                double[] next = now.Draw(SequenceLength, _seed++);
                scores.Add(run.InTurn(next, pasts[i], i));
                pasts[i] = [.. pasts[i], .. run.Past(next)];
            }

            Score mean = new(scores.Average(score => score.Polls), scores.Average(score => score.MeanLag), 0, 0);
            Print($"{tasks.Name}: the 20", mean, optimum, goal: 3);
            Print($"{tasks.Name}: after", run.Alone(Draw(now), pasts), optimum, goal: 1.2);
        }
    }

    private void Estimates()
    {
        Distribution slow = Distribution.Even(180, 300);
        Distribution around = Distribution.Even(0.8 * 240, 1.2 * 240);
        WatcherRun right = new() { Estimate = _ => 240 };
        WatcherRun tooLong = new() { Estimate = duration => 2.5 * duration };
        Head("an estimate that is right within 20 %", "optimum");
        Print("after 10 tasks whose estimates were right", right.Alone(Draw(around), Scattered(right, 10)), Bounds.Optimum(around), goal: 1.1);
        Print("at the first task", right.Alone(Draw(around)), Bounds.Optimum(around), goal: null);
        Head("an estimate that is 2.5 times too long", "best fixed");
        Print("at the first task", tooLong.Alone(Draw(slow)), Bounds.BestFixed(slow), goal: 1.4);
        Print("after 10 tasks", tooLong.Alone(Draw(slow), Pasts(slow, 10, tooLong)), Bounds.BestFixed(slow), goal: 1.4);
    }

    /// <summary>Tasks of many lengths, each within 20 % of its own estimate: only the estimate tells which.</summary>
    private PastTask[][] Scattered(WatcherRun run, int count) =>
        [.. Enumerable.Range(0, Histories).Select(_ =>
        {
            Random random = new(_seed++);
            return run.Past(Enumerable.Repeat(0, count).Select(_ => 60 * Math.Pow(10, random.NextDouble())))
                .Select(past => past with { Estimated = past.Duration / (0.8 + (0.4 * random.NextDouble())) })
                .ToArray();
        })];

    private void Progress()
    {
        Head("progress that moves evenly (goal: 5.9 polls at 1.44 s as before)", "best fixed");
        Distribution usual = Distribution.Six[4];
        WatcherRun run = new() { Progress = (age, duration) => (int)(100 * age / duration) };
        double before = 1.44 + (5.9 * Score.PollCost);
        Print(usual.Name, run.Alone(Draw(usual)), Bounds.BestFixed(usual), goal: before / Bounds.BestFixed(usual));
    }

    private void Field()
    {
        Distribution usual = Distribution.Six[4];
        Head($"other clients, {usual.Name}", "best fixed");
        foreach (FixedSchedule schedule in FixedSchedule.Field)
        {
            Score score = schedule.Play(Draw(usual));
            Print(schedule.Name + (score.GaveUp > 0 ? FormattableString.Invariant($" (gave up on {score.GaveUp:0.0%})") : string.Empty), score, Bounds.BestFixed(usual), goal: null);
        }
    }

    private double[] Draw(Distribution tasks) => tasks.Draw(Draws, _seed++);

    private PastTask[][] Pasts(Distribution tasks, int count, WatcherRun? run = null) =>
        [.. Enumerable.Range(0, Histories).Select(_ => (run ?? new WatcherRun()).Past(tasks.Draw(count, _seed++)))];

    private static void Head(string what, string beside)
    {
        Console.WriteLine();
        Console.WriteLine(FormattableString.Invariant($"{what,-66} {"polls",6} {"lag",7} {"p95",6} {"cost",7} {beside,10} {"ratio",6}"));
    }

    private void Print(string name, Score score, double beside, double? goal, double? cost = null)
    {
        double ratio = (cost ?? score.Cost) / beside;
        string verdict = goal is null ? string.Empty
            : FormattableString.Invariant($"goal {goal:0.00} {(ratio <= goal ? "met" : "MISSED")}");
        _missed |= ratio > goal;
        Console.WriteLine(FormattableString.Invariant(
            $"  {name,-64} {score.Polls,6:0.0} {score.MeanLag,7:0.00} {score.LateLag,6:0.0} {cost ?? score.Cost,7:0.00} {beside,10:0.00} {ratio,6:0.000}  {verdict}"));
    }
}
