using Apimart.Video.Benchmarks.Polling;
using Apimart.Video.Polling;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Watching;

/// <summary>The goals of the polling benchmark with some room: the same watcher and clock, with few draws that fill the distribution evenly.</summary>
public sealed class PollingGoalsTests
{
    private const int Draws = 200;
    private const int Histories = 10;

    public static TheoryData<int> Six => [.. Enumerable.Range(0, Distribution.Six.Length)];

    public static TheoryData<int, double> Changes => new(
        from tasks in Enumerable.Range(0, Distribution.Six.Length)
        from factor in new[] { 0.5, 2 }
        select (tasks, factor));

    [Theory]
    [MemberData(nameof(Six))]
    public void An_unknown_model_costs_little_more_than_the_best_fixed_interval_at_any_scale(int number)
    {
        Distribution tasks = Distribution.Six[number];

        AssertRatio(new WatcherRun().Alone(Spread(tasks), []), Bounds.BestFixed(tasks), most: 1.37);
    }

    [Theory]
    [MemberData(nameof(Six))]
    public void Ten_past_tasks_bring_a_model_near_the_optimum(int number)
    {
        Distribution tasks = Distribution.Six[number];

        AssertRatio(new WatcherRun().Alone(Spread(tasks), Pasts(tasks, 10)), Bounds.Optimum(tasks), most: 1.25);
    }

    [Theory]
    [MemberData(nameof(Six))]
    public void A_hundred_past_tasks_bring_a_model_to_the_optimum(int number)
    {
        Distribution tasks = Distribution.Six[number];

        AssertRatio(new WatcherRun().Alone(Spread(tasks), Pasts(tasks, 100)), Bounds.Optimum(tasks), most: 1.08);
    }

    [Fact]
    public void Two_kinds_under_one_name_are_told_apart() =>
        AssertRatio(
            new WatcherRun().Alone(Spread(Distribution.TwoKinds), Pasts(Distribution.TwoKinds, 100)),
            Bounds.Optimum(Distribution.TwoKinds),
            most: 1.3);

    [Fact]
    public void A_model_that_always_takes_the_same_time_is_seen_within_a_second()
    {
        Distribution tasks = Distribution.Constant;

        Assert.InRange(new WatcherRun().Alone(Spread(tasks)[..50], Pasts(tasks, 100)).Cost - Bounds.Optimum(tasks), 0, 1);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_overnight_is_learned_within_twenty_tasks(int number, double factor)
    {
        Distribution before = Distribution.Six[number];
        Distribution now = before.Times(factor);
        double optimum = Bounds.Optimum(now);
        WatcherRun run = new();
        PastTask[][] pasts = Pasts(before, 100)[..4];
        List<double> costs = [];
        for (int i = 0; i < pasts.Length; i++)
        {
            double[] next = now.Draw(20, 500 + i);
            costs.Add(run.InTurn(next, pasts[i], i).Cost);
            pasts[i] = [.. pasts[i], .. run.Past(next)];
        }

        Assert.InRange(costs.Average() / optimum, 0.9, 3.6);
        AssertRatio(run.Alone(Spread(now), pasts), optimum, most: 1.3);
    }

    [Fact]
    public void An_estimate_that_proved_right_is_followed()
    {
        WatcherRun run = new() { Estimate = _ => 240 };
        Distribution tasks = Distribution.Even(192, 288);
        PastTask[] past = [.. Enumerable.Range(0, 10).Select(i => new PastTask("a-model", TimeSpan.FromSeconds(60 + (70 * i)), Estimated: TimeSpan.FromSeconds((60 + (70 * i)) * (0.82 + (0.036 * i)))))];

        AssertRatio(run.Alone(Spread(tasks), past), Bounds.Optimum(tasks), most: 1.1);
    }

    [Fact]
    public void An_estimate_that_is_far_too_long_costs_little()
    {
        WatcherRun run = new() { Estimate = duration => 2.5 * duration };
        Distribution tasks = Distribution.Even(180, 300);

        AssertRatio(run.Alone(Spread(tasks), []), Bounds.BestFixed(tasks), most: 1.45);
        AssertRatio(run.Alone(Spread(tasks), Pasts(tasks, 10, run)), Bounds.Optimum(tasks), most: 1.3);
    }

    [Fact]
    public void A_progress_that_moves_evenly_saves_most_polls()
    {
        Score score = new WatcherRun { Progress = (age, duration) => (int)(100 * age / duration) }.Alone(Spread(Distribution.Six[4]), []);

        Assert.InRange(score.Polls, 1, 7);
        Assert.InRange(score.MeanLag, 0, 1.6);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(99)]
    [InlineData(600)]
    public void A_progress_that_misleads_costs_little_more_than_none(int kind)
    {
        Distribution tasks = Distribution.Even(180, 300);
        WatcherRun run = new()
        {
            Estimate = _ => kind == 600 ? 600 : null,
            Progress = (age, duration) => kind switch
            {
                10 => (int)(10 * age / duration) * 10,
                99 => Math.Min(99, (int)(150 * age / duration)),
                _ => (int)(100 * age / 600),
            },
        };

        AssertRatio(run.Alone(Spread(tasks), []), new WatcherRun().Alone(Spread(tasks), []).Cost, most: 1.25);
    }

    [Fact]
    public void Polls_stay_regular_far_beyond_all_that_is_known()
    {
        PollTiming timing = new FamilyTiming(new WatcherRun().Past(Distribution.Six[4].Draw(100, 1))).Of("a-model").TimingOf(string.Empty, null);

        Assert.InRange(timing.NextAge(3600, 1, 0.5) - 3600, 5, 120);
        Assert.InRange(timing.NextAge(80_000, 1, 0.5) - 80_000, 50, 1000);
        Assert.InRange(timing.NextAge(200_000, 1, 0.5) - 200_000, 50, 1000);
    }

    private static double[] Spread(Distribution tasks) => tasks.Middles(Draws);

    private static PastTask[][] Pasts(Distribution tasks, int count, WatcherRun? run = null) =>
        [.. Enumerable.Range(0, Histories).Select(i => (run ?? new WatcherRun()).Past(tasks.Draw(count, 1000 + i)))];

    private static void AssertRatio(Score score, double beside, double most)
    {
        Assert.Equal(0, score.GaveUp);
        Assert.True(score.Cost <= most * beside, FormattableString.Invariant($"{score.Cost / beside:0.000} times {beside:0.00}: {score}"));
    }
}
