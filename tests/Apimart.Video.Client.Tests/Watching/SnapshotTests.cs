using Apimart.Video.Tasks;

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
        Assert.InRange(snapshot.Nearest[0].Remaining.TotalSeconds, 25, 35);
        Assert.InRange(snapshot.Nearest.Count, 3, 6);
        Assert.InRange(snapshot.Remaining!.Value.TotalSeconds, 250, 350);
    }

    [Fact]
    public void The_remaining_time_follows_a_progress_that_moves()
    {
        Watcher.Add(Server.Submit("a", 1000, progress: age => (int)(age / 10)));
        Pass(500);

        WatchedTask watched = Assert.Single(Watcher.Snapshot().Nearest);
        Assert.InRange(watched.Remaining.TotalSeconds, 450, 550);
        Assert.InRange(watched.Percent, 40, 50);
    }

    [Fact]
    public void The_percentage_rises_without_a_progress_too_and_never_falls_nor_reaches_100()
    {
        Watcher.Add(Server.Submit("a", 50_000));
        List<int> percents = [];
        for (int i = 0; i < 60; i++)
        {
            Pass(20);
            percents.Add(Watcher.Snapshot().Nearest[0].Percent);
        }

        Assert.Equal(percents.Order(), percents);
        Assert.True(percents[^1] > percents[0] + 20);
        Assert.InRange(percents[^1], 1, 99);
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
