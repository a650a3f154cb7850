using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Polling;

namespace Apimart.Video.Client.Tests.Watching;

public sealed class SnapshotTests : WatchTest
{
    [Fact]
    public void A_snapshot_counts_what_was_added_and_what_has_ended()
    {
        Watcher.Add(Server.Completed("done"));
        Watcher.Add(Server.Submit("a", 50));
        Watcher.Add(Server.Submit("b", 5000));
        Pass(100);

        WatchSnapshot snapshot = Watcher.Snapshot();
        Assert.Equal((3, 2), (snapshot.Total, snapshot.Ended));
        Assert.Equal("b", Assert.Single(snapshot.Nearest).Task.TaskId);
    }

    [Fact]
    public void The_nearest_tasks_come_soonest_first_and_are_few()
    {
        Create(history: new KnownDurations(("quick", 30), ("slow", 300)));
        for (int i = 0; i < 10; i++)
        {
            Watcher.Add(Server.Submit($"slow {i}", 300, model: "slow"));
        }

        Watcher.Add(Server.Submit("quick", 30, model: "quick"));

        WatchSnapshot snapshot = Watcher.Snapshot();
        Assert.Equal("quick", snapshot.Nearest[0].Task.TaskId);
        Assert.InRange(snapshot.Nearest[0].Remaining!.Value.TotalSeconds, 25, 35);
        Assert.InRange(snapshot.Nearest.Count, 3, 6);
        Assert.InRange(snapshot.Remaining!.Value.TotalSeconds, 250, 350);
    }

    [Fact]
    public void The_remaining_time_follows_a_progress_that_moves()
    {
        Watcher.Add(Server.Submit("a", 1000, progress: age => (int)(age / 10)));
        Pass(500);

        WatchedTask watched = Assert.Single(Watcher.Snapshot().Nearest);
        Assert.InRange(watched.Remaining!.Value.TotalSeconds, 450, 550);
        Assert.InRange(watched.Percent, 40, 50);
    }

    [Fact]
    public void The_percentage_follows_what_is_known_of_the_model_and_never_falls_nor_reaches_100()
    {
        Create(history: new KnownDurations(("sora-2", 600)));
        Watcher.Add(Server.Submit("a", 50_000));
        List<int> percents = [];
        for (int i = 0; i < 60; i++)
        {
            Pass(20);
            percents.Add(Watcher.Snapshot().Nearest[0].Percent);
        }

        Assert.Equal(percents.Order(), percents);
        Assert.True(percents[25] > percents[0] + 50);
        Assert.InRange(percents[^1], 1, 99);
    }

    [Fact]
    public void Where_nothing_tells_how_long_a_task_takes_nothing_is_said_of_it()
    {
        Watcher.Add(Server.Submit("a", 6, model: "never-heard-of"));
        WatchSnapshot before = Watcher.Snapshot();
        Pass(4);
        WatchSnapshot after = Watcher.Snapshot();

        Assert.Equal((null, null, 0, false), (before.Remaining, before.Nearest[0].Remaining, before.Nearest[0].Percent, before.Nearest[0].IsSeen));
        Assert.Equal((null, 0, true), (after.Nearest[0].Remaining, after.Nearest[0].Percent, after.Nearest[0].IsSeen));
    }

    [Fact]
    public void A_task_that_outlives_all_that_is_known_has_no_remaining_time()
    {
        Create(history: new KnownDurations(("sora-2", 60)));
        Watcher.Add(Server.Submit("a", 50_000));
        Assert.InRange(Watcher.Snapshot().Remaining!.Value.TotalSeconds, 50, 70);
        Pass(3600);

        Assert.Null(Watcher.Snapshot().Remaining);
    }

    [Fact]
    public void A_snapshot_says_until_when_the_server_asked_to_wait()
    {
        Server.Fault = number => number == 1 ? ScriptedPolls.Error(ApimartErrorKind.RateLimit, retryAfter: TimeSpan.FromSeconds(40)) : null;
        Watcher.Add(Server.Submit("a", 500));
        Assert.Null(Watcher.Snapshot().AskedUntil);
        Pass(10);

        Assert.Equal(Server.Polls[0].Seconds + 40, (Watcher.Snapshot().AskedUntil!.Value - ManualTime.Start).TotalSeconds, 3);
        Pass(60);
        Assert.Null(Watcher.Snapshot().AskedUntil);
    }

    [Fact]
    public void Nothing_remains_when_all_have_ended()
    {
        Watcher.Add(Server.Completed("done"));

        WatchSnapshot snapshot = Watcher.Snapshot();
        Assert.Null(snapshot.Remaining);
        Assert.Empty(snapshot.Nearest);
    }
}
