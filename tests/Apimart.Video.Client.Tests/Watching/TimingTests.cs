using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Watching;

/// <summary>The figures of the polling benchmark, with some room, so that a regression is seen.</summary>
public sealed class TimingTests
{
    private static readonly double[] s_usual = Playback.Usual(300, seed: 1);

    [Fact]
    public void An_unknown_model_costs_few_looks_and_little_time() =>
        AssertCost(Playback.Of(s_usual), mostLooks: 23, mostLag: 2.2);

    [Fact]
    public void An_unknown_quick_model_is_noticed_within_three_seconds() =>
        AssertCost(Playback.Of(Playback.Even(20, 40, 300)), mostLooks: 5, mostLag: 3);

    [Fact]
    public void A_known_model_costs_fewer_looks_for_the_same_time() =>
        AssertCost(Playback.Of(s_usual, new History(Playback.Usual(200, seed: 2))), mostLooks: 14.2, mostLag: 2.15);

    [Fact]
    public void A_few_past_durations_help_already() =>
        AssertCost(Playback.Of(s_usual, new History(Playback.Usual(20, seed: 2))), mostLooks: 15.5, mostLag: 2.5);

    [Fact]
    public void A_model_that_always_takes_the_same_time_costs_next_to_nothing() =>
        AssertCost(Playback.Of(Playback.Even(59, 61, 300), new History(Playback.Even(59, 61, 100))), mostLooks: 5.5, mostLag: 1);

    [Fact]
    public void A_model_that_takes_twice_as_long_as_before_costs_three_seconds_at_most() =>
        AssertCost(
            Playback.Of(s_usual.Select(duration => 2 * duration).ToArray(), new History(Playback.Usual(200, seed: 2))),
            mostLooks: 48,
            mostLag: 5);

    [Fact]
    public void A_progress_that_moves_evenly_saves_most_looks() =>
        AssertCost(Playback.Of(s_usual, progress: (age, duration) => (int)(100 * age / duration)), mostLooks: 7, mostLag: 1.6);

    [Fact]
    public void A_progress_in_steps_of_ten_costs_no_more_than_none() =>
        AssertCost(Playback.Of(s_usual, progress: (age, duration) => (int)(10 * age / duration) * 10), mostLooks: 23, mostLag: 4);

    [Fact]
    public void A_progress_that_stands_at_99_does_not_delay_the_end() =>
        AssertCost(Playback.Of(Playback.Even(150, 160, 100), progress: (age, duration) => Math.Min(99, (int)(150 * age / duration))), mostLooks: 35, mostLag: 5);

    [Fact]
    public void A_progress_that_restates_the_servers_estimate_is_not_followed() =>
        AssertCost(
            Playback.Of(Playback.Even(200, 280, 100), progress: (age, _) => (int)(100 * age / 600), estimate: 600),
            mostLooks: 50,
            mostLag: 4);

    [Fact]
    public void A_progress_that_misled_once_is_not_followed_again()
    {
        ManualTime time = new();
        ScriptedLooks server = new(time);
        using TaskWatcher watcher = new(server.LookAsync, new WatchOptions { TimeProvider = time, Seed = 1 });
        double[] lags = new double[3];
        for (int i = 0; i < lags.Length; i++)
        {
            double start = (time.GetUtcNow() - ManualTime.Start).TotalSeconds;
            watcher.Add(server.Submit($"{i}", 200, progress: age => (int)(100 * age / 500)));
            time.Advance(TimeSpan.FromHours(1));
            lags[i] = server.Looks[^1].Seconds - start - 200;
        }

        Assert.InRange(lags[0], 10, 100);
        Assert.InRange(lags[1], 0, 6);
        Assert.InRange(lags[2], 0, 6);
    }

    [Fact]
    public void The_servers_estimate_moves_the_looks_to_later()
    {
        double[] slow = Playback.Even(180, 300, 200);

        Assert.True(Playback.Of(slow, estimate: 600).Looks < Playback.Of(slow).Looks - 5);
    }

    [Fact]
    public void The_servers_estimate_delays_nothing_by_much_where_it_is_far_too_long() =>
        AssertCost(Playback.Of(Playback.Even(30, 50, 200), estimate: 600), mostLooks: 10, mostLag: 6);

    [Fact]
    public void The_first_ends_of_a_wait_do_not_make_all_tasks_look_short()
    {
        ModelTiming timing = new([]);
        for (int i = 0; i < 100; i++)
        {
            timing.Ran(0, 200);
        }

        for (int i = 0; i < 10; i++)
        {
            timing.Ended(0, 100 + i);
        }

        Assert.InRange(timing.Remaining(95), 60, double.MaxValue);
    }

    [Fact]
    public void Ends_of_this_wait_count_at_once()
    {
        ModelTiming timing = new([]);
        double before = timing.Remaining(0);
        timing.Ended(0, 600);
        timing.Ended(0, 610);
        timing.Ended(0, 590);

        Assert.InRange(before, 60, 130);
        Assert.InRange(timing.Remaining(0), 450, 650);
        Assert.Equal(600, 500 + timing.Remaining(500), 40.0);
    }

    [Fact]
    public void A_record_without_a_duration_is_passed_over()
    {
        ModelTiming timing = new([TimeSpan.Zero, TimeSpan.FromSeconds(-5)]);

        Assert.Equal(new ModelTiming([]).NextAge(0, 1), timing.NextAge(0, 1));
    }

    [Fact]
    public void Looks_stay_regular_far_beyond_all_that_is_known()
    {
        ModelTiming timing = new(new History(Playback.Usual(200, seed: 2)).DurationsOf("any"));

        Assert.InRange(timing.NextAge(3600, 1) - 3600, 5, 120);
        Assert.InRange(timing.NextAge(100_000, 1) - 100_000, 5, 120);
    }

    private static void AssertCost((double Looks, double MeanLag) cost, double mostLooks, double mostLag)
    {
        Assert.InRange(cost.Looks, 1, mostLooks);
        Assert.InRange(cost.MeanLag, 0, mostLag);
    }

    private sealed class History(double[] durations) : IDurationHistory
    {
        public IReadOnlyList<TimeSpan> DurationsOf(string model) => durations.Select(TimeSpan.FromSeconds).ToArray();
    }
}
