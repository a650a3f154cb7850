using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Polling;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Watching;

/// <summary>What is learned of durations, and from whom.</summary>
public sealed class TimingTests : WatchTest
{
    [Fact]
    public void A_task_of_an_unknown_model_is_polled_before_three_seconds_have_passed()
    {
        Watcher.Add(Server.Submit("a", 1, model: "never-heard-of"));
        Pass(600);

        Assert.InRange(Assert.Single(Server.Polls).Seconds, 1, 2.6);
    }

    [Fact]
    public void The_length_and_the_resolution_asked_for_count_and_the_model_where_they_are_new()
    {
        PastTask[] past = [.. Enumerable.Range(0, 40).Select(i => i % 2 == 0
            ? new PastTask("sora-2", TimeSpan.FromSeconds(60 + (i / 10)), """{"model":"sora-2","duration":4}""")
            : new PastTask("sora-2", TimeSpan.FromSeconds(200 + (i / 4)), """{"model":"sora-2","duration":12}"""))];
        ModelTiming model = new FamilyTiming(past).Of("sora-2");

        Assert.InRange(Remaining(model, """{"duration":4}"""), 55, 65);
        Assert.InRange(Remaining(model, """{"duration":12}"""), 195, 215);
        Assert.InRange(Remaining(model, """{"duration":8}"""), 55, 215);
    }

    [Fact]
    public void A_model_that_was_never_tried_is_judged_by_its_kind()
    {
        PastTask[] past = [.. Enumerable.Range(0, 30).Select(i => new PastTask("veo3.1-fast", TimeSpan.FromSeconds(80 + (i % 7))))];
        FamilyTiming family = new(past);

        Assert.InRange(Remaining(family.Of("veo3.1-quality"), null), 75, 95);
        Assert.Null(new FamilyTiming([]).Of("veo3.1-quality").TimingOf(string.Empty, null).Remaining(0));
    }

    [Fact]
    public void What_a_document_says_of_a_model_moves_the_polls_there()
    {
        Watcher.Add(Server.Submit("omni", 240, model: "Omni-Flash-Ext"));
        Watcher.Add(Server.Submit("other", 240, model: "never-heard-of"));
        Pass(600);

        int before = Server.SecondsOf("omni").Count(second => second is > 20 and < 180);
        Assert.InRange(before, 3, Server.SecondsOf("other").Count(second => second is > 20 and < 180) - 3);
        Assert.InRange(Server.SecondsOf("omni").Last(), 240, 250);
    }

    [Fact]
    public void A_document_says_when_to_poll_first()
    {
        for (int i = 0; i < 10; i++)
        {
            Watcher.Add(Server.Submit($"{i}", 240, model: "Omni-Flash-Ext"));
        }

        Pass(600);

        double[] first = [.. Server.Polls.GroupBy(poll => poll.Id).Select(task => task.Min(poll => poll.Seconds))];
        Assert.Equal(10, first.Length);
        Assert.All(first, seconds => Assert.InRange(seconds, 5, 10.5));
    }

    [Fact]
    public void A_document_that_proved_wrong_is_not_believed()
    {
        PastTask[] past = [.. Enumerable.Range(0, 10).Select(i => new PastTask("Omni-Flash-Ext", TimeSpan.FromSeconds(30 + i)))];

        Assert.InRange(Remaining(new FamilyTiming(past).Of("Omni-Flash-Ext"), null), 25, 45);
    }

    [Fact]
    public void An_estimate_is_trusted_as_far_as_it_proved_right()
    {
        ModelTiming right = new FamilyTiming(Told(factor: 1.05)).Of("sora-2");
        ModelTiming wrong = new FamilyTiming(Told(factor: 2.5)).Of("sora-2");

        Assert.InRange(right.TimingOf(string.Empty, 500).Remaining(0)!.Value, 400, 600);
        Assert.InRange(wrong.TimingOf(string.Empty, 1000).Remaining(0)!.Value, 30, 400);
    }

    [Fact]
    public void The_first_ends_of_a_wait_do_not_make_all_tasks_look_short()
    {
        for (int i = 0; i < 40; i++)
        {
            Watcher.Add(Server.Submit($"{i}", i % 10 == 0 ? 20 : 500));
        }

        Pass(60);

        Assert.Equal(4, Watcher.Snapshot().Ended);
        Watcher.Add(Server.Submit("next", 500));
        Pass(25);
        Assert.True(Watcher.Snapshot().Nearest.All(watched => watched.Remaining is not { TotalSeconds: < 5 }));
    }

    [Fact]
    public void A_record_without_a_duration_is_passed_over()
    {
        FamilyTiming timing = new([new PastTask("sora-2", TimeSpan.Zero), new PastTask("sora-2", TimeSpan.FromSeconds(-5))]);

        Assert.Null(timing.Of("sora-2").TimingOf(string.Empty, null).Remaining(0));
    }

    [Fact]
    public void A_progress_that_misled_once_is_not_followed_again()
    {
        double[] lags = new double[3];
        for (int i = 0; i < lags.Length; i++)
        {
            double start = (Time.GetUtcNow() - ManualTime.Start).TotalSeconds;
            Watcher.Add(Server.Submit($"{i}", 200, progress: age => (int)(100 * age / 500)));
            Pass(3600);
            lags[i] = Server.Polls[^1].Seconds - start - 200;
        }

        Assert.InRange(lags[0], 10, 100);
        Assert.InRange(lags[1], 0, 12);
        Assert.InRange(lags[2], 0, 12);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("""{"duration":8,"resolution":"720P","prompt":"x"}""", "8 720p")]
    [InlineData("""{"duration":"8","resolution":"720p"}""", "8 720p")]
    [InlineData("""{"prompt":"x"}""", "")]
    [InlineData("no json", "")]
    [InlineData("[1]", "")]
    public void A_request_is_told_apart_by_its_length_and_resolution(string? request, string shape) =>
        Assert.Equal(shape, RequestShape.Of(null, request));

    private static PastTask[] Told(double factor) =>
        [.. Enumerable.Range(0, 12).Select(i => new PastTask("sora-2", TimeSpan.FromSeconds(40 + (i * 7 % 12 * 20)), Estimated: TimeSpan.FromSeconds((40 + (i * 7 % 12 * 20)) * factor)))];

    private static double Remaining(ModelTiming model, string? request) =>
        model.TimingOf(model.ShapeOf(request), null).Remaining(0) ?? double.NaN;
}
