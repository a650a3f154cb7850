using Apimart.Video.Tasks;

namespace Apimart.Video.Benchmarks.Polling;

/// <summary>How many polls a task costs, and how soon its end is known, beside the fixed schedules of other clients.</summary>
internal sealed class PollingBenchmark : IBenchmark
{
    private const int Histories = 100;
    private const int HistoryLength = 200;
    private bool _missed;
    private bool _hasGoals;

    public string Name => "polling";

    public string Usage => "polling [--durations FILE]    polls a task and lag, in virtual time, against other clients";

    public Task<int> RunAsync(string[] args)
    {
        bool fromFile = args is ["--durations", _];
        _hasGoals = !fromFile;
        double[] durations = fromFile ? Durations.Read(args[1]) : Durations.Usual(Durations.Draws, seed: 1);
        double[] past = fromFile ? durations : Durations.Usual(Durations.Draws, seed: 2);

        Console.WriteLine(fromFile
            ? $"{durations.Length} durations of {args[1]}; the histories are samples of them."
            : $"{durations.Length} draws of 78 + exp(N(ln 27, 1.05)) seconds; the histories are other draws.");
        Console.WriteLine("Round trip 0.2 s. Lag: from the end to the poll that sees it, plus half a round trip. No task learns from another, but where it is said.");
        Console.WriteLine();
        Console.WriteLine($"  {"",-58} {"polls",7} {"lag mean",9} {"lag p95",8} {"gave up",8}");

        foreach (FixedSchedule schedule in FixedSchedule.Field)
        {
            schedule.Play(durations).Print(schedule.Name);
        }

        Console.WriteLine();
        Func<int, IDurationHistory?> known = HistoriesOf(past, HistoryLength);
        double[] quick = Durations.Even(20, 40, Durations.Draws, seed: 3);
        Check("Apimart.Video, cold", new WatcherRun().Play(durations), polls: 22, lag: 2.0);
        Check("Apimart.Video, cold, a quick model of 20 to 40 s", new WatcherRun().Play(quick), lag: 3.0);
        Score warm = new WatcherRun { History = known }.Play(durations);
        Check($"Apimart.Video, warm: {HistoryLength} past durations", warm, polls: 13.5, lag: 2.0);
        foreach (int length in new[] { 5, 20, 100, 1000 })
        {
            new WatcherRun { History = HistoriesOf(past, length) }.Play(durations).Print($"Apimart.Video, warm: {length} past durations");
        }

        Check(
            "Apimart.Video, progress that moves evenly",
            new WatcherRun { Progress = (age, duration) => (int)(100 * age / duration) }.Play(durations),
            polls: 7,
            lag: 1.5);
        Check(
            "Apimart.Video, warm, all durations doubled since",
            new WatcherRun { History = known }.Play(durations.Select(duration => 2 * duration).ToArray()),
            lag: warm.MeanLag + 3);

        Console.WriteLine();
        Console.WriteLine("Not goals, but worth knowing:");
        new WatcherRun { TasksPerWait = 100, SecondsBetween = 20 }.Play(durations)
            .Print("Apimart.Video, cold, 100 tasks a wait, one each 20 s: learning");
        new WatcherRun { History = known }.Play(durations.Select(duration => duration / 2).ToArray())
            .Print("Apimart.Video, warm, all durations halved since");
        double[] slow = Durations.Even(180, 300, Durations.Draws, seed: 4);
        new WatcherRun().Play(slow).Print("Apimart.Video, cold, a slow model of 180 to 300 s");
        new WatcherRun { EstimatedSeconds = 600 }.Play(slow).Print("Apimart.Video, the same with an estimate of 600 s");
        new WatcherRun { EstimatedSeconds = 600, History = HistoriesOf(slow, HistoryLength) }.Play(slow)
            .Print($"Apimart.Video, the same with {HistoryLength} past durations too");
        new WatcherRun { EstimatedSeconds = 600, Progress = (age, _) => (int)(100 * age / 600) }.Play(slow)
            .Print("Apimart.Video, the same, progress that restates the estimate");
        return Task.FromResult(_missed ? 1 : 0);
    }

    private static Func<int, IDurationHistory?> HistoriesOf(double[] past, int length)
    {
        FixedHistory[] histories = Enumerable.Range(0, Histories)
            .Select(seed => new FixedHistory(Durations.Sample(past, length, seed)))
            .ToArray();
        return wait => histories[wait % Histories];
    }

    private void Check(string name, Score score, double polls = double.PositiveInfinity, double lag = double.PositiveInfinity)
    {
        // The goals were set for the default draws.
        if (!_hasGoals)
        {
            score.Print(name);
            return;
        }

        bool met = score.Polls <= polls && score.MeanLag <= lag && score.GaveUp == 0;
        string goal = double.IsPositiveInfinity(polls)
            ? FormattableString.Invariant($"goal: lag {lag:0.0}")
            : FormattableString.Invariant($"goal: {polls:0.0} polls at {lag:0.0}");
        score.Print(name, $"{goal} {(met ? "met" : "MISSED")}");
        _missed |= !met;
    }
}
