using System.Net;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Polling;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Watching;

public sealed class TaskWatcherTests : WatchTest
{
    [Fact]
    public async Task Each_task_comes_back_when_it_has_ended()
    {
        Watcher.Add(Server.Submit("slow", 100));
        Watcher.Add(Server.Submit("quick", 50));
        Pass(600);

        WatchEvent[] ended = (await AllEvents()).Where(happened => happened.Kind == WatchEventKind.Ended).ToArray();

        Assert.Equal(["quick", "slow"], ended.Select(happened => happened.Task.TaskId));
        Assert.All(ended, happened => Assert.Equal(ApimartTaskStatus.Completed, happened.Task.Status));
    }

    [Fact]
    public async Task What_was_known_of_a_task_before_stays_known()
    {
        Watcher.Add(Server.Submit("a", 50));
        Pass(600);

        Assert.Equal("prompt of a", (await AllEvents())[^1].Task.Prompt);
    }

    [Fact]
    public async Task Each_poll_of_a_running_task_is_told_with_the_time_to_the_next()
    {
        Watcher.Add(Server.Submit("a", 50));
        Pass(600);

        WatchEvent first = (await AllEvents())[0];

        double[] polls = Server.SecondsOf("a").ToArray();
        Assert.Equal(WatchEventKind.Polled, first.Kind);
        Assert.Equal(polls[1] - polls[0], first.NextPoll!.Value.TotalSeconds, 3);
    }

    [Fact]
    public async Task An_ended_task_comes_back_at_once_without_a_request()
    {
        Watcher.Add(Server.Completed("a"));
        Watcher.Add(new ApimartTask { TaskId = "b", Status = ApimartTaskStatus.Failed });
        Watcher.Add(new ApimartTask { TaskId = string.Empty, Status = ApimartTaskStatus.OutcomeUnknown });

        Assert.Equal([WatchEventKind.Ended, WatchEventKind.Ended, WatchEventKind.Ended], await AllKinds());
        Assert.Empty(Server.Polls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_completed_task_is_polled_once_where_its_links_are_missing_or_expired(bool expired)
    {
        Server.Answer("a", () => Server.Completed("a"));
        Watcher.Add(Server.Completed("a") with
        {
            Videos = expired ? [new VideoLink(new Uri("https://upload.apimart.ai/f/old.mp4"), Time.GetUtcNow().AddHours(-1))] : [],
        });
        Pass(60);

        WatchEvent ended = Assert.Single(await AllEvents());
        Assert.Equal("/f/a.mp4", ended.Task.Videos[0].Url!.AbsolutePath);
        Assert.Single(Server.Polls);
    }

    [Fact]
    public async Task A_completed_task_whose_links_cannot_be_read_comes_back_as_it_was()
    {
        Server.Fault = _ => ScriptedPolls.Error(ApimartErrorKind.Server);
        Watcher.Add(Server.Completed("a") with { Videos = [] });
        Pass(60);

        WatchEvent ended = Assert.Single(await AllEvents());
        Assert.Equal((WatchEventKind.Ended, ApimartTaskStatus.Completed), (ended.Kind, ended.Task.Status));
        Assert.Single(Server.Polls);
    }

    [Fact]
    public async Task A_task_added_again_shares_the_polls_and_gets_an_event_of_its_own()
    {
        ApimartTask task = Server.Submit("a", 50);
        Watcher.Add(task);
        Watcher.Add(task);
        Pass(600);
        int polls = Server.Polls.Count;
        Watcher.Add(task);

        Assert.Equal(3, (await AllKinds()).Count(kind => kind == WatchEventKind.Ended));
        Assert.Equal(polls, Server.Polls.Count);
        Assert.Equal(Server.Polls.Count, Server.SecondsOf("a").Distinct().Count());
    }

    [Fact]
    public void A_running_task_without_an_id_is_refused() =>
        Assert.Throws<ArgumentException>(() => Watcher.Add(new ApimartTask { TaskId = string.Empty }));

    [Fact]
    public void A_task_of_unknown_age_is_polled_without_delay()
    {
        Server.Answer("a", () => Server.Completed("a"));
        Watcher.Add(new ApimartTask { TaskId = "a" });

        Assert.Single(Server.Polls);
    }

    [Fact]
    public void A_task_that_was_submitted_long_ago_is_polled_without_delay()
    {
        Server.Answer("a", () => Server.Completed("a"));
        Watcher.Add(new ApimartTask { TaskId = "a", CreatedAt = Time.GetUtcNow().AddHours(-1) });

        Assert.Single(Server.Polls);
    }

    [Fact]
    public async Task The_age_of_a_task_is_learned_from_the_server_where_it_was_unknown()
    {
        Create(history: new KnownDurations(("sora-2", 300)));
        Server.Answer("a", () => new ApimartTask { TaskId = "a", Status = ApimartTaskStatus.Processing, CreatedAt = Time.GetUtcNow().AddSeconds(-290) });
        Watcher.Add(new ApimartTask { TaskId = "a", Model = "sora-2" });

        await using IAsyncEnumerator<WatchEvent> events = Watcher.WatchAsync().GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await events.MoveNextAsync();

        Assert.InRange(events.Current.NextPoll!.Value.TotalSeconds, 0, 10);
    }

    [Fact]
    public void A_task_from_the_future_counts_as_just_submitted()
    {
        ApimartTask task = Server.Submit("a", 50) with { CreatedAt = Time.GetUtcNow().AddHours(3) };
        Watcher.Add(task);
        Pass(2.6);

        Assert.Single(Server.Polls);
    }

    [Theory]
    [InlineData(ApimartErrorKind.Server)]
    [InlineData(ApimartErrorKind.Network)]
    [InlineData(ApimartErrorKind.Timeout)]
    [InlineData(ApimartErrorKind.Protocol)]
    [InlineData(ApimartErrorKind.RateLimit)]
    [InlineData(ApimartErrorKind.Conflict)]
    [InlineData(ApimartErrorKind.InvalidRequest)]
    public async Task A_failed_poll_never_ends_a_wait(ApimartErrorKind kind)
    {
        Server.Fault = number => number <= 10 ? ScriptedPolls.Error(kind, HttpStatusCode.ProxyAuthenticationRequired) : null;
        Watcher.Add(Server.Submit("a", 50));
        Pass(3600);

        List<WatchEvent> events = await AllEvents();
        Assert.Equal(10, events.Count(happened => happened.Kind == WatchEventKind.PollFailed));
        Assert.Equal(kind, events[0].Fault!.Kind);
        Assert.Equal(WatchEventKind.Ended, events[^1].Kind);
    }

    [Fact]
    public async Task A_poll_that_breaks_in_an_unforeseen_way_is_a_failed_poll()
    {
        Server.Fault = number => number == 1 ? new InvalidDataException("odd bytes") : null;
        Watcher.Add(Server.Submit("a", 50));
        Pass(3600);

        List<WatchEvent> events = await AllEvents();
        Assert.Equal(WatchEventKind.PollFailed, events[0].Kind);
        Assert.Contains("odd bytes", events[0].Fault!.Message, StringComparison.Ordinal);
        Assert.Equal(WatchEventKind.Ended, events[^1].Kind);
    }

    [Fact]
    public void Polls_that_fail_again_and_again_become_rare()
    {
        Server.Fault = _ => ScriptedPolls.Error(ApimartErrorKind.Network);
        Watcher.Add(Server.Submit("a", 50));
        Pass(3600);

        Assert.InRange(Server.Polls.Count, 100, 150);
    }

    [Fact]
    public async Task An_unknown_state_keeps_waiting()
    {
        int polls = 0;
        Server.Answer("a", () => ++polls < 5
            ? new ApimartTask { TaskId = "a", Status = ApimartTaskStatus.Processing, StatusText = "polishing" }
            : Server.Completed("a"));
        Watcher.Add(new ApimartTask { TaskId = "a" });
        Pass(600);

        Assert.Equal([.. Enumerable.Repeat(WatchEventKind.Polled, 4), WatchEventKind.Ended], await AllKinds());
    }

    [Theory]
    [InlineData(ApimartTaskStatus.Completed)]
    [InlineData(ApimartTaskStatus.Failed)]
    [InlineData(ApimartTaskStatus.Cancelled)]
    [InlineData(ApimartTaskStatus.Expired)]
    public async Task Every_ending_ends_the_wait(ApimartTaskStatus ending)
    {
        Server.Answer("a", () => new ApimartTask { TaskId = "a", Status = ending });
        Watcher.Add(new ApimartTask { TaskId = "a" });
        Pass(60);

        Assert.Equal(ending, Assert.Single(await AllEvents()).Task.Status);
    }

    [Theory]
    [InlineData(ApimartErrorKind.NotFound, HttpStatusCode.NotFound)]
    [InlineData(ApimartErrorKind.InvalidRequest, HttpStatusCode.BadRequest)]
    public async Task A_task_that_the_server_has_forgotten_is_lost(ApimartErrorKind kind, HttpStatusCode status)
    {
        Server.Fault = number => number > 3 ? ScriptedPolls.Error(kind, status) : null;
        Watcher.Add(Server.Submit("a", 500));
        Pass(600);

        WatchEvent last = (await AllEvents())[^1];
        Assert.Equal((WatchEventKind.Lost, ApimartTaskStatus.NotFound, kind), (last.Kind, last.Task.Status, last.Fault!.Kind));
        Assert.Equal(5, Server.Polls.Count);
    }

    [Fact]
    public async Task A_task_that_was_never_known_is_lost()
    {
        Server.Fault = _ => ScriptedPolls.Error(ApimartErrorKind.NotFound);
        Watcher.Add(new ApimartTask { TaskId = "typo" });
        Pass(5);

        Assert.Equal([WatchEventKind.PollFailed, WatchEventKind.Lost], await AllKinds());
    }

    [Fact]
    public async Task A_single_answer_that_there_is_no_such_task_is_not_believed()
    {
        Server.Fault = number => number % 2 == 0 ? ScriptedPolls.Error(ApimartErrorKind.NotFound) : null;
        Watcher.Add(Server.Submit("a", 50));
        Pass(600);

        Assert.DoesNotContain(WatchEventKind.Lost, await AllKinds());
    }

    [Fact]
    public async Task A_task_that_was_accepted_this_moment_may_be_unknown_for_a_while()
    {
        Create(interval: TimeSpan.FromSeconds(2));
        Server.Fault = number => number <= 5 ? ScriptedPolls.Error(ApimartErrorKind.NotFound) : null;
        Watcher.Add(Server.Submit("a", 50));
        Pass(600);

        Assert.Equal(WatchEventKind.Ended, (await AllKinds())[^1]);
    }

    [Theory]
    [InlineData(ApimartErrorKind.Authentication)]
    [InlineData(ApimartErrorKind.Payment)]
    [InlineData(ApimartErrorKind.Permission)]
    public async Task A_refused_key_stops_the_whole_wait(ApimartErrorKind kind)
    {
        Server.Fault = number => number > 10 ? ScriptedPolls.Error(kind) : null;
        Watcher.Add(Server.Submit("a", 500));
        Watcher.Add(Server.Submit("b", 500));
        Pass(600);

        List<WatchEvent> events = await AllEvents();
        Assert.Equal(kind, Assert.Single(events, happened => happened.Kind == WatchEventKind.Stopped).Fault!.Kind);
        Assert.Equal(WatchEventKind.Stopped, events[^1].Kind);
        Assert.Equal(11, Server.Polls.Count);
    }

    [Fact]
    public async Task At_the_timeout_a_task_is_let_go_as_last_seen()
    {
        Create(timeout: TimeSpan.FromSeconds(60));
        Watcher.Add(Server.Submit("a", 500, progress: _ => 12));
        Pass(30);
        Watcher.Add(Server.Submit("b", 20));
        Pass(29);
        Assert.Equal(1, Watcher.Snapshot().Ended);
        Pass(2);
        int polls = Server.Polls.Count;
        Pass(600);

        WatchEvent last = (await AllEvents())[^1];
        Assert.Equal((WatchEventKind.TimedOut, 12), (last.Kind, last.Task.Progress));
        Assert.Equal(polls, Server.Polls.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_task_that_ended_before_the_timeout_is_never_given_as_unfinished(bool known)
    {
        Create(timeout: TimeSpan.FromSeconds(4), history: known ? new KnownDurations(("sora-2", 300)) : null);
        for (int i = 0; i < 60; i++)
        {
            Watcher.Add(Server.Submit($"{i}", i < 30 ? 1 : 3.9));
        }

        Pass(60);

        Assert.Equal(60, (await AllKinds()).Count(kind => kind == WatchEventKind.Ended));
    }

    [Fact]
    public async Task The_last_polls_keep_to_the_budget_and_there_is_one_for_each_task()
    {
        Create(timeout: TimeSpan.FromSeconds(10), history: new KnownDurations(("sora-2", 300)), perSecond: 5);
        for (int i = 0; i < 20; i++)
        {
            Watcher.Add(Server.Submit($"{i}", 500));
        }

        Pass(60);

        Assert.Equal(20, (await AllEvents()).Count(happened => happened.Kind == WatchEventKind.TimedOut));
        double[] last = [.. Server.Polls.Where(poll => poll.Seconds >= 10).Select(poll => poll.Seconds)];
        Assert.Equal(20, last.Length);
        Assert.InRange(last.Max(), 13, 15);
    }

    [Fact]
    public async Task A_timeout_says_what_was_last_seen_and_what_last_failed()
    {
        Create(timeout: TimeSpan.FromSeconds(20), interval: TimeSpan.FromSeconds(8));
        Server.Fault = number => number > 1 ? ScriptedPolls.Error(ApimartErrorKind.Server) : null;
        Watcher.Add(Server.Submit("a", 500, progress: _ => 12));
        Pass(60);

        WatchEvent last = (await AllEvents())[^1];
        Assert.Equal((WatchEventKind.TimedOut, 12, ApimartErrorKind.Server), (last.Kind, last.Task.Progress, last.Fault!.Kind));
        Assert.Equal(12, last.SeenAgo!.Value.TotalSeconds, 1);
    }

    [Fact]
    public async Task A_timeout_does_not_sit_out_a_long_Retry_After()
    {
        Create(timeout: TimeSpan.FromSeconds(20), interval: TimeSpan.FromSeconds(8));
        Server.Fault = _ => ScriptedPolls.Error(ApimartErrorKind.RateLimit, retryAfter: TimeSpan.FromMinutes(5));
        Watcher.Add(Server.Submit("a", 500));
        Pass(21);

        WatchEvent last = (await AllEvents())[^1];
        Assert.Equal((WatchEventKind.TimedOut, ApimartErrorKind.RateLimit), (last.Kind, last.Fault!.Kind));
        Assert.Null(last.SeenAgo);
        Assert.Equal(ManualTime.Start.AddSeconds(8 + 300), last.AskedUntil!.Value);
        Assert.Single(Server.Polls);
    }

    [Fact]
    public async Task A_last_poll_that_is_not_answered_does_not_hold_a_timeout_up_for_long()
    {
        Create(timeout: TimeSpan.FromSeconds(20));
        Server.Delay = token => Task.Delay(Timeout.Infinite, token);
        Watcher.Add(Server.Submit("a", 500));
        Pass(60);

        WatchEvent last = (await AllEvents())[^1];
        Assert.Equal((WatchEventKind.TimedOut, ApimartErrorKind.Timeout), (last.Kind, last.Fault!.Kind));
    }

    [Fact]
    public void A_failed_poll_tells_until_when_the_server_asked_to_wait_and_when_the_next_is()
    {
        Server.Fault = number => number == 1 ? ScriptedPolls.Error(ApimartErrorKind.Server, retryAfter: TimeSpan.FromSeconds(70)) : null;
        Watcher.Add(Server.Submit("a", 500));
        Pass(10);
        Pass(500);

        Assert.Equal(70, Server.Polls[1].Seconds - Server.Polls[0].Seconds, 3);
    }

    [Fact]
    public async Task A_task_added_again_after_its_timeout_is_waited_for_anew()
    {
        Create(timeout: TimeSpan.FromSeconds(30));
        ApimartTask task = Server.Submit("a", 50);
        Watcher.Add(task);
        Pass(40);
        Watcher.Add(task);
        Pass(40);

        Assert.Equal(
            [WatchEventKind.TimedOut, WatchEventKind.Ended],
            (await AllKinds()).Where(kind => kind != WatchEventKind.Polled));
    }

    [Fact]
    public async Task Without_end_is_a_timeout_too()
    {
        Create(timeout: TimeSpan.MaxValue);
        Watcher.Add(Server.Submit("a", 50));
        Pass(600);

        Assert.Equal(WatchEventKind.Ended, (await AllKinds())[^1]);
    }

    [Fact]
    public void A_poll_interval_replaces_the_learned_timing()
    {
        Create(interval: TimeSpan.FromSeconds(3));
        Watcher.Add(Server.Submit("a", 10, progress: age => (int)(10 * age)));
        Pass(600);

        Assert.Equal([3, 6, 9, 12], Server.SecondsOf("a"));
    }

    [Fact]
    public void Limits_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(interval: TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(interval: TimeSpan.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(maxConcurrency: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(perSecond: 0));
    }

    [Fact]
    public async Task To_stop_reading_stops_all_traffic()
    {
        Watcher.Add(Server.Submit("a", 5));
        Watcher.Add(Server.Submit("b", 500));
        Pass(60);
        int polls = Server.Polls.Count;
        await foreach (WatchEvent happened in Watcher.WatchAsync(TestContext.Current.CancellationToken))
        {
            break;
        }

        Pass(600);
        Assert.Equal(polls, Server.Polls.Count);
    }

    [Fact]
    public async Task Cancellation_ends_the_polls_under_way_and_the_wait()
    {
        CancellationToken seen = CancellationToken.None;
        Server.Delay = token =>
        {
            seen = token;
            return Task.Delay(Timeout.Infinite, token);
        };
        Watcher.Add(Server.Submit("a", 5));
        Watcher.Add(Server.Submit("b", 5));
        Pass(8.5);
        using CancellationTokenSource cancel = new();
        ValueTask<bool> next = Watcher.WatchAsync(cancel.Token).GetAsyncEnumerator(cancel.Token).MoveNextAsync();
        int polls = Server.Polls.Count;

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        Assert.True(seen.IsCancellationRequested);
        Pass(600);
        Assert.Equal(polls, Server.Polls.Count);
    }

    [Fact]
    public async Task Cancellation_stops_all_traffic_while_an_event_is_being_handled()
    {
        Watcher.Add(Server.Submit("a", 500));
        Pass(2.6);
        using CancellationTokenSource cancel = new();
        await using IAsyncEnumerator<WatchEvent> events = Watcher.WatchAsync(cancel.Token).GetAsyncEnumerator(CancellationToken.None);
        await events.MoveNextAsync();

        await cancel.CancelAsync();

        Pass(600);
        Assert.Single(Server.Polls);
    }

    [Fact]
    public async Task A_wait_ends_with_its_last_task_and_not_before_no_more_can_come()
    {
        Watcher.Add(Server.Submit("a", 1));
        Pass(60);
        IAsyncEnumerator<WatchEvent> events = Watcher.WatchAsync().GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());
        ValueTask<bool> next = events.MoveNextAsync();
        Assert.False(next.IsCompleted);

        Watcher.Complete();

        Assert.False(await next);
    }

    [Fact]
    public async Task Events_are_read_once()
    {
        await AllEvents();

        await Assert.ThrowsAsync<InvalidOperationException>(AllEvents);
    }

    [Fact]
    public async Task Tasks_may_be_added_from_several_threads_at_once()
    {
        ApimartTask[] tasks = Enumerable.Range(0, 400).Select(i => Server.Submit($"task {i}", 0)).ToArray();
        TaskWatcher watcher = Watcher;
        Parallel.ForEach(tasks, task => watcher.Add(Server.Completed(task.TaskId)));

        Assert.Equal(400, (await AllKinds()).Length);
        Assert.Equal(400, Watcher.Snapshot().Total);
    }
}
