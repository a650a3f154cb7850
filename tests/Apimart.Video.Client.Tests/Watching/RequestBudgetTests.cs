using Apimart.Video.Api;
using Apimart.Video.Benchmarks.Polling;
using Apimart.Video.Polling;

namespace Apimart.Video.Client.Tests.Watching;

public sealed class RequestBudgetTests : WatchTest
{
    [Fact]
    public void No_more_polls_start_in_a_second_than_allowed()
    {
        Create(perSecond: 4);
        AddTasks(100, seconds: 200);
        Pass(300);

        double[] starts = Server.Polls.Select(poll => poll.Seconds).ToArray();
        Assert.True(starts.Length > 400);
        Assert.All(starts, start => Assert.InRange(starts.Count(other => other >= start && other < start + 0.999), 1, 4));
    }

    [Fact]
    public void No_more_polls_are_under_way_than_allowed()
    {
        Create(maxConcurrency: 3, perSecond: 1000);
        Server.Delay = _ => Elapse(5);
        AddTasks(20, seconds: 50);
        Pass(600);

        Assert.Equal(3, Server.MostInFlight);
        Assert.Equal(20, Watcher.Snapshot().Ended);
    }

    [Theory]
    [InlineData(ApimartErrorKind.RateLimit)]
    [InlineData(ApimartErrorKind.Server)]
    public void A_Retry_After_stops_the_polls_of_all_tasks_for_as_long_as_it_says(ApimartErrorKind kind)
    {
        Server.Fault = number => number == 20 ? ScriptedPolls.Error(kind, retryAfter: TimeSpan.FromSeconds(40)) : null;
        AddTasks(10, seconds: 300);
        Pass(600);

        Assert.Equal(Server.Polls[19].Seconds + 40, Server.Polls[20].Seconds, 3);
    }

    [Fact]
    public void A_pause_of_hours_is_cut_to_a_quarter_of_one()
    {
        Server.Fault = number => number == 1 ? ScriptedPolls.Error(ApimartErrorKind.RateLimit, retryAfter: TimeSpan.FromHours(9)) : null;
        AddTasks(1, seconds: 300);
        Pass(3600);

        Assert.Equal(Server.Polls[0].Seconds + 900, Server.Polls[1].Seconds, 3);
    }

    [Fact]
    public void A_429_halves_the_rate_and_good_answers_raise_it_again_within_a_minute()
    {
        RequestBudget budget = new(maxInFlight: 8, perSecond: 10);

        budget.Limited(startedAt: TimeSpan.Zero, now: TimeSpan.FromSeconds(1), retryAfter: null);
        Assert.Equal(5, budget.Rate);
        budget.Succeeded(TimeSpan.FromSeconds(16));
        Assert.Equal(7.5, budget.Rate);
        budget.Succeeded(TimeSpan.FromSeconds(31));
        Assert.Equal(10, budget.Rate);
    }

    [Fact]
    public void The_429s_of_polls_that_were_under_way_together_count_once()
    {
        RequestBudget budget = new(maxInFlight: 8, perSecond: 10);

        for (int i = 0; i < 5; i++)
        {
            budget.Limited(startedAt: TimeSpan.FromSeconds(1), now: TimeSpan.FromSeconds(2), retryAfter: null);
        }

        Assert.Equal(5, budget.Rate);
        budget.Limited(startedAt: TimeSpan.FromSeconds(6), now: TimeSpan.FromSeconds(7), retryAfter: null);
        Assert.Equal(2.5, budget.Rate);
    }

    [Fact]
    public void A_429_that_asks_for_no_wait_is_followed_by_the_usual_one()
    {
        RequestBudget usual = new(maxInFlight: 2, perSecond: double.PositiveInfinity);
        RequestBudget asked = new(maxInFlight: 2, perSecond: double.PositiveInfinity);
        usual.Limited(startedAt: TimeSpan.Zero, now: TimeSpan.Zero, retryAfter: null);
        asked.Limited(startedAt: TimeSpan.Zero, now: TimeSpan.Zero, retryAfter: TimeSpan.Zero);

        TimeSpan[] moments = [.. Enumerable.Range(0, 100).Select(tenth => TimeSpan.FromSeconds(tenth / 10.0))];
        TimeSpan first = moments.First(usual.TryStart);
        Assert.True(first > TimeSpan.Zero);
        Assert.Equal(first, moments.First(asked.TryStart));
    }

    [Fact]
    public void A_429_lowers_the_number_of_polls_under_way_too()
    {
        RequestBudget budget = new(maxInFlight: 2, perSecond: double.PositiveInfinity);
        budget.Limited(startedAt: TimeSpan.Zero, now: TimeSpan.Zero, retryAfter: TimeSpan.FromSeconds(1));

        Assert.False(budget.TryStart(TimeSpan.FromSeconds(0.9)));
        Assert.True(budget.TryStart(TimeSpan.FromSeconds(1)));
        Assert.False(budget.TryStart(TimeSpan.FromSeconds(1)));
        budget.Return();
        Assert.True(budget.TryStart(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void With_a_short_budget_the_likeliest_to_have_ended_is_polled_first()
    {
        Create(perSecond: 1, history: new KnownDurations(("quick", 30), ("slow", 300)));
        for (int i = 0; i < 30; i++)
        {
            Watcher.Add(Server.Submit($"slow {i}", 300, model: "slow"));
            Watcher.Add(Server.Submit($"quick {i}", 30, model: "quick"));
        }

        Pass(90);

        int[] polls = [.. Server.Polls.Where(poll => poll.Seconds > 30).Select(poll => poll.Id.StartsWith("quick", StringComparison.Ordinal) ? 1 : 0)];
        Assert.True(polls.Average() > 0.8, $"{polls.Average():0.00} of the polls were of the quick ones.");
        Assert.True(Watcher.Snapshot().Ended >= 29, $"{Watcher.Snapshot().Ended} ended.");
    }

    [Fact]
    public void With_a_short_budget_the_polls_stay_in_proportion()
    {
        Create(perSecond: 1);
        for (int i = 0; i < 20; i++)
        {
            Watcher.Add(Server.Submit($"young {i}", 9000) with { CreatedAt = Time.GetUtcNow().AddSeconds(-80) });
            Watcher.Add(Server.Submit($"old {i}", 9000) with { CreatedAt = Time.GetUtcNow().AddHours(-1) });
        }

        Pass(160);

        int[] polls = [.. Server.Polls.Where(poll => poll.Seconds > 40).Select(poll => poll.Id.StartsWith("young", StringComparison.Ordinal) ? 1 : 0)];
        Assert.True(polls.Average() > 0.75, $"{polls.Average():0.00} of the polls were of the young ones.");
    }

    [Fact]
    public void With_a_short_budget_no_task_is_left_out()
    {
        Create(perSecond: 1, history: new KnownDurations(("quick", 30), ("slow", 300)));
        for (int i = 0; i < 30; i++)
        {
            Watcher.Add(Server.Submit($"slow {i}", 2000, model: "slow"));
            Watcher.Add(Server.Submit($"quick {i}", 2000, model: "quick"));
        }

        Pass(2000);

        foreach (IGrouping<string, double> task in Server.Polls.GroupBy(poll => poll.Id, poll => poll.Seconds))
        {
            double[] times = [0, .. task, 2000];
            Assert.InRange(times.Zip(times.Skip(1), (one, next) => next - one).Max(), 0, 600);
        }

        Assert.Equal(60, Server.Polls.Select(poll => poll.Id).Distinct().Count());
    }

    [Fact]
    public void In_a_crowd_no_end_is_seen_later_than_twice_the_fair_share()
    {
        const int Tasks = 500;
        Create(perSecond: 5);
        double[] durations = Distribution.Six[4].Draw(Tasks, seed: 9);
        for (int i = 0; i < Tasks; i++)
        {
            Watcher.Add(Server.Submit($"{i}", durations[i]));
        }

        Pass(7200);

        Assert.Equal(Tasks, Watcher.Snapshot().Ended);
        Assert.InRange(Enumerable.Range(0, Tasks).Max(i => Server.SecondsOf($"{i}").Last() - durations[i]), 0, 2 * Tasks / 5);
    }

    [Fact]
    public void Tasks_submitted_at_once_are_not_polled_at_once()
    {
        Create(perSecond: double.PositiveInfinity, maxConcurrency: 100);
        AddTasks(50, seconds: 300);
        Pass(15);

        Assert.Equal(Server.Polls.Count, Server.Polls.Select(poll => poll.Seconds).Distinct().Count());
    }

    private void AddTasks(int count, double seconds)
    {
        for (int i = 0; i < count; i++)
        {
            Watcher.Add(Server.Submit($"task {i}", seconds));
        }
    }

    private Task Elapse(double seconds)
    {
        TaskCompletionSource done = new();
        Time.CreateTimer(_ => done.SetResult(), null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
        return done.Task;
    }
}
