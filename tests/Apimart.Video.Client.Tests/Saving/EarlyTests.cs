using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Downloads;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Saving;

/// <summary>A file that is not at its host yet, because its task has only just completed.</summary>
public sealed class EarlyTests : SavingTest
{
    private static readonly TimeSpan s_least = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("404 Not Found")]
    [InlineData("403 Forbidden")]
    [InlineData("202 Accepted")]
    [InlineData("425 Too Early")]
    [InlineData("200 OK")]
    public async Task A_file_that_comes_within_two_minutes_is_saved(string status)
    {
        DateTimeOffset start = Time.GetUtcNow();
        await using RawFileServer host = new(_ =>
            Time.GetUtcNow() - start < s_least ? RawAnswer.Empty(status) : FileAnswers.Whole(Video));
        ApimartTask task = Completed(host, age: TimeSpan.FromMinutes(1));

        await SaveAsync(task, refresh: (_, _) => Task.FromResult(task));

        AssertOnlyVideo(Video);
    }

    [Theory]
    [InlineData("404 Not Found", SaveFault.LinkExpired)]
    [InlineData("403 Forbidden", SaveFault.LinkExpired)]
    [InlineData("202 Accepted", SaveFault.HostFailed)]
    [InlineData("425 Too Early", SaveFault.HostFailed)]
    [InlineData("200 OK", SaveFault.HostFailed)]
    public async Task A_file_that_never_comes_fails_after_two_minutes_and_says_so(string status, SaveFault expected)
    {
        DateTimeOffset start = Time.GetUtcNow();
        await using RawFileServer host = new(_ => RawAnswer.Empty(status));
        ApimartTask task = Completed(host, age: TimeSpan.Zero);

        SaveException fault = await FailAsync(task, refresh: (_, _) => Task.FromResult(task));

        Assert.Equal(expected, fault.Fault);
        Assert.Contains("two minutes", fault.Message, StringComparison.Ordinal);
        Assert.Contains($"(HTTP {status[..3]}{(status == "200 OK" ? ", empty" : "")}", fault.Message, StringComparison.Ordinal);
        Assert.InRange(Time.GetUtcNow() - start, s_least, s_least * 2);
        Assert.InRange(host.Requests.Count, 6, 20);
        Assert.Empty(Files);
    }

    [Theory]
    [InlineData(11, null)]
    [InlineData(1, 0)]
    [InlineData(1, -5)]
    public async Task A_link_that_is_old_or_past_its_time_is_dead_at_once(int age, int? expiresIn)
    {
        await using RawFileServer host = new(_ => RawAnswer.Empty("404 Not Found"));
        ApimartTask task = Completed(host, TimeSpan.FromMinutes(age), expiresIn is { } minutes ? Time.GetUtcNow().AddMinutes(minutes) : null);

        SaveException fault = await FailAsync(task, refresh: (_, _) => Task.FromResult(task));

        Assert.Equal(SaveFault.LinkExpired, fault.Fault);
        Assert.Single(host.Requests);
    }

    [Fact]
    public async Task A_link_that_is_gone_is_gone()
    {
        await using RawFileServer host = new(_ => RawAnswer.Empty("410 Gone"));
        ApimartTask task = Completed(host, TimeSpan.Zero);

        await FailAsync(task, refresh: (_, _) => Task.FromResult(task));

        Assert.Single(host.Requests);
    }

    [Fact]
    public async Task A_new_link_that_the_api_gives_meanwhile_is_taken()
    {
        await using RawFileServer host = new(request => request.Path == "/new" ? FileAnswers.Whole(Video) : RawAnswer.Empty("404 Not Found"));
        ApimartTask task = Completed(host, TimeSpan.Zero);
        int looks = 0;

        await SaveAsync(task, refresh: (_, _) => Task.FromResult(
            ++looks < 5 ? task : task with { Videos = [new VideoLink(new Uri(host.Address, "new"), ExpiresAt: null)] }));

        AssertOnlyVideo(Video);
    }

    private ApimartTask Completed(RawFileServer host, TimeSpan age, DateTimeOffset? expiresAt = null) => TaskWith() with
    {
        CompletedAt = Time.GetUtcNow() - age,
        Videos = [new VideoLink(host.Address, expiresAt)],
    };
}
