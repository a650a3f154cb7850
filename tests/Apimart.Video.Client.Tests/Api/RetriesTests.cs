using System.Globalization;
using System.Net;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Errors;

namespace Apimart.Video.Client.Tests.Api;

/// <summary>What is repeated, how often and when: a submit only where the server cannot have accepted it.</summary>
public sealed class RetriesTests
{
    private const int Once = 1;
    private const int Posts = 6;
    private const int Reads = 5;

    /// <summary>Each fault with the number of requests that a submit and a read make of it.</summary>
    private static readonly (string Name, Exception Fault, int Posts, int Reads)[] s_faults =
    [
        ("not sent", new ApimartException(ApimartErrorKind.Network, "no") { IsNotSent = true }, Posts, Reads),
        ("not sent, and will not be", new ApimartException(ApimartErrorKind.Network, "no") { IsNotSent = true, IsLasting = true }, Once, Once),
        ("reset under way", new ApimartException(ApimartErrorKind.Network, "no"), Once, Reads),
        ("no answer", new ApimartException(ApimartErrorKind.Timeout, "no"), Once, Reads),
        ("no JSON", new ApimartException(ApimartErrorKind.Protocol, "no"), Once, Reads),
        ("in doubt", new ApimartException(ApimartErrorKind.OutcomeUnknown, "no") { IsNotSent = true }, Once, Once),
        ("429", Of(ApimartErrorKind.RateLimit, 429), Posts, Reads),
        ("503 of the key store", Of(ApimartErrorKind.Server, 503, "idempotency_unavailable"), Posts, Reads),
        ("503", Of(ApimartErrorKind.Server, 503), Once, Reads),
        ("500", Of(ApimartErrorKind.Server, 500), Once, Reads),
        ("409 in progress", Of(ApimartErrorKind.Conflict, 409, "idempotency_in_progress"), Posts, Once),
        ("409 of another", Of(ApimartErrorKind.Conflict, 409, "idempotency_key_reused"), Once, Once),
        ("409", Of(ApimartErrorKind.Conflict, 409), Once, Once),
        ("400", Of(ApimartErrorKind.InvalidRequest, 400), Once, Once),
        ("401", Of(ApimartErrorKind.Authentication, 401), Once, Once),
        ("402", Of(ApimartErrorKind.Payment, 402), Once, Once),
        ("404", Of(ApimartErrorKind.NotFound, 404), Once, Once),
        ("a fault of the code", new InvalidOperationException("no"), Once, Once),
    ];

    public static TheoryData<string> Names => [.. s_faults.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_fault_is_repeated_where_that_does_no_harm_and_may_help(string name)
    {
        (_, Exception fault, int posts, int reads) = s_faults.Single(one => one.Name == name);

        Assert.Equal((posts, reads), (await CountAsync(Retries.OfPosts(new ImpatientTime()), fault), await CountAsync(Retries.OfReads(new ImpatientTime()), fault)));
    }

    [Fact]
    public async Task Who_waits_is_told_of_each_wait_what_went_wrong_with_the_status_it_had()
    {
        List<(string?, double)> told = [];
        RetryNotice.Listener = (what, delay) => told.Add((what, delay.TotalSeconds));

        await CountAsync(Retries.OfReads(new ImpatientTime()), new ApimartException(ApimartErrorKind.Server, "busy") { StatusCode = HttpStatusCode.ServiceUnavailable, RetryAfter = TimeSpan.FromSeconds(7) });
        await CountAsync(Retries.OfDownloads(new ImpatientTime(), _ => told.Count < Reads, _ => TimeSpan.FromSeconds(9), () => 0), new IOException("reset"));

        Assert.Equal([("HTTP 503: busy", 7), ("HTTP 503: busy", 7), ("HTTP 503: busy", 7), ("HTTP 503: busy", 7), ("reset", 9)], told);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.0)]
    public async Task The_waits_double_from_a_second_with_some_chance_where_none_is_asked_for(double? asked)
    {
        ImpatientTime time = new();
        await CountAsync(Retries.OfPosts(time), new ApimartException(ApimartErrorKind.RateLimit, "no")
        {
            StatusCode = HttpStatusCode.TooManyRequests,
            RetryAfter = asked is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        });

        Assert.Equal(5, time.Waits.Count);
        Assert.All(time.Waits, (wait, step) => Assert.InRange(wait.TotalSeconds, 0.75 * Math.Pow(2, step), 1.25 * Math.Pow(2, step)));
    }

    [Theory]
    [InlineData(0, 0.75, 1.25)]
    [InlineData(4, 12, 20)]
    [InlineData(6, 30, 30)]
    [InlineData(10, 30, 30)]
    [InlineData(100_000, 30, 30)]
    public async Task However_long_it_lasts_the_next_try_is_half_a_minute_away_at_most(int step, double least, double most)
    {
        ImpatientTime time = new();
        int left = 1;
        await CountAsync(Retries.OfDownloads(time, _ => left-- > 0, _ => null, () => step), new IOException("no"));

        Assert.InRange(Assert.Single(time.Waits).TotalSeconds, least, most);
    }

    [Theory]
    [InlineData(0.5, Posts, null)]
    [InlineData(60.0, Posts, null)]
    [InlineData(60.001, Once, "HH:mm:ss")]
    [InlineData(43_199.0, Once, "HH:mm:ss")]
    [InlineData(43_200.0, Once, "yyyy-MM-dd HH:mm")]
    [InlineData(200_000.0, Once, "yyyy-MM-dd HH:mm")]
    public async Task A_wait_of_more_than_a_minute_is_told_and_not_sat_out(double seconds, int requests, string? told)
    {
        TimeSpan wait = TimeSpan.FromSeconds(seconds);
        StandingTime time = new();
        int made = 0;

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => Retries.OfPosts(time).RunAsync<int>(
            _ =>
            {
                made++;
                throw new ApimartException(ApimartErrorKind.RateLimit, "Slow down.") { StatusCode = HttpStatusCode.TooManyRequests, RetryAfter = wait };
            },
            CancellationToken.None));

        Assert.Equal(requests, made);
        Assert.Equal(Enumerable.Repeat(wait, requests - 1), time.Waits);
        Assert.Equal(
            told is null ? "Slow down." : $"Slow down. The server asks to wait until {(time.GetLocalNow() + wait).ToString(told, CultureInfo.InvariantCulture)}.",
            fault.Message);
    }

    /// <summary>Nothing was accepted of what may be repeated, so that is only an end; any other fault is the news.</summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    [InlineData(false, 2)]
    public async Task Whoever_gives_up_while_a_request_runs_learns_what_came_of_it(bool notSent, int ends)
    {
        using CancellationTokenSource stop = new();
        int requests = 0;

        Exception fault = await Assert.ThrowsAnyAsync<Exception>(() => Retries.OfPosts(new ImpatientTime()).RunAsync<int>(
            _ =>
            {
                requests++;
                if (requests == ends)
                {
                    stop.Cancel();
                }

                throw new ApimartException(ApimartErrorKind.Network, "no") { IsNotSent = notSent || requests < ends };
            },
            stop.Token));

        Assert.Equal(ends, requests);
        Assert.Equal(notSent, fault is OperationCanceledException);
    }

    private static ApimartException Of(ApimartErrorKind kind, int status, string? code = null) =>
        new(kind, "no") { StatusCode = (HttpStatusCode)status, Code = code };

    private static async Task<int> CountAsync(Retries retries, Exception fault)
    {
        int requests = 0;
        Exception seen = await Assert.ThrowsAnyAsync<Exception>(() => retries.RunAsync<int>(
            _ =>
            {
                requests++;
                throw fault;
            },
            CancellationToken.None));
        Assert.Same(fault, seen);
        return requests;
    }

    /// <summary>A clock that stands still, on which every wait is over at once.</summary>
    private sealed class StandingTime : TimeProvider
    {
        internal List<TimeSpan> Waits { get; } = [];

        public override DateTimeOffset GetUtcNow() => ManualTime.Start;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
