using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Downloads;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Saving;

public sealed class LinkTests : SavingTest
{
    private int _looks;

    [Theory]
    [InlineData("403 Forbidden")]
    [InlineData("404 Not Found")]
    [InlineData("410 Gone")]
    public async Task A_dead_link_is_renewed_by_reading_the_task_again(string status)
    {
        await using RawFileServer host = new(request =>
            request.Path == "/new" ? FileAnswers.To(request, Video) : RawAnswer.Empty(status));

        SavedVideo saved = await SaveAsync(TaskWith(host.Address), refresh: Giving(new Uri(host.Address, "new")));

        AssertOnlyVideo(Video);
        Assert.Equal((1, "/new"), (_looks, saved.Task.Videos[0].Url!.AbsolutePath));
    }

    [Fact]
    public async Task A_renewed_link_goes_on_with_the_part_if_the_file_is_the_same()
    {
        await using RawFileServer host = DyingAfter(400_000, Video, FileAnswers.Tag);

        SavedVideo saved = await SaveAsync(TaskWith(host.Address), refresh: Giving(new Uri(host.Address, "new")));

        AssertOnlyVideo(Video);
        Assert.Equal(Length, saved.BytesFetched);
    }

    [Fact]
    public async Task A_renewed_link_to_another_file_starts_over()
    {
        byte[] other = SampleVideo.Of(Length + 7, seed: 4);
        await using RawFileServer host = DyingAfter(400_000, other, "\"b\"");

        SavedVideo saved = await SaveAsync(TaskWith(host.Address), refresh: Giving(new Uri(host.Address, "new")));

        AssertOnlyVideo(other);
        Assert.Equal(400_000 + other.Length, saved.BytesFetched);
    }

    [Fact]
    public async Task A_later_process_goes_on_over_a_renewed_link()
    {
        await using RawFileServer host = DyingAfter(400_000, Video, FileAnswers.Tag);
        await FailAsync(TaskWith(host.Address), refresh: Giving(host.Address));

        SavedVideo saved = await SaveAsync(TaskWith(new Uri(host.Address, "new")));

        AssertOnlyVideo(Video);
        Assert.Equal(Length - 400_000, saved.BytesFetched);
    }

    [Fact]
    public async Task A_link_that_the_api_has_no_other_for_is_reported_with_the_task_id()
    {
        await using RawFileServer host = new(_ => RawAnswer.Empty("410 Gone"));

        SaveException fault = await FailAsync(TaskWith(host.Address), refresh: Giving(host.Address));

        Assert.Equal((SaveFault.LinkExpired, HttpStatusCode.Gone), (fault.Fault, fault.StatusCode));
        Assert.Contains(TaskId, fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, _looks);
        Assert.Empty(Files);
    }

    [Fact]
    public async Task A_task_the_api_has_forgotten_is_reported_as_an_expired_link()
    {
        await using RawFileServer host = new(_ => RawAnswer.Empty("403 Forbidden"));

        SaveException fault = await FailAsync(TaskWith(host.Address), refresh: Forgotten);

        Assert.Equal(SaveFault.LinkExpired, fault.Fault);
        Assert.IsType<ApimartException>(fault.InnerException);
    }

    [Fact]
    public async Task Fresh_links_that_die_at_once_are_not_followed_for_ever()
    {
        await using RawFileServer host = new(_ => RawAnswer.Empty("403 Forbidden"));

        SaveException fault = await FailAsync(
            TaskWith(host.Address),
            refresh: (_, _) => Task.FromResult(TaskWith(new Uri(host.Address, $"new{_looks++}"))));

        Assert.Equal(SaveFault.LinkExpired, fault.Fault);
        Assert.Equal(2, _looks);
    }

    [Fact]
    public async Task A_link_past_its_time_is_renewed_before_it_is_tried()
    {
        await using RawFileServer host = new(request => FileAnswers.To(request, Video));

        await SaveAsync(Expired(host.Address), refresh: Giving(new Uri(host.Address, "new")));

        Assert.Equal(["/new"], host.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task A_link_past_its_time_is_tried_where_it_cannot_be_renewed()
    {
        await using RawFileServer host = new(request => FileAnswers.To(request, Video));

        await SaveAsync(Expired(host.Address), refresh: Forgotten);

        AssertOnlyVideo(Video);
    }

    [Theory]
    [InlineData("301 Moved Permanently")]
    [InlineData("302 Found")]
    [InlineData("303 See Other")]
    [InlineData("307 Temporary Redirect")]
    [InlineData("308 Permanent Redirect")]
    public async Task A_redirect_is_followed_with_the_range_and_without_secrets(string status)
    {
        await using RawFileServer elsewhere = new(request => request.From is null
            ? FileAnswers.Whole(Video).CutAfter(1000)
            : FileAnswers.To(request, Video));
        await using RawFileServer host = new(_ => RawAnswer.Empty(status, $"Location: {elsewhere.Address}x", "Set-Cookie: a=b"));

        SavedVideo saved = await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(Video);
        Assert.Equal(Length, saved.BytesFetched);
        Assert.All(host.Requests.Concat(elsewhere.Requests), request =>
        {
            Assert.Null(request.Header("Authorization"));
            Assert.Null(request.Header("Cookie"));
            Assert.Null(request.Header("Referer"));
        });
    }

    /// <summary>File hosts are other people's: what they are told is listed here, and the key is not in it.</summary>
    [Fact]
    public async Task A_host_is_told_what_is_wanted_and_nothing_else()
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));
        using VideoSaver saver = new(new SaverConnection { TimeProvider = Time, BaseUri = Loopback, ApiKey = "sk-secret" }, NoRefresh, Options());

        await saver.SaveAsync(TaskWith(host.Address), cancellationToken: TestContext.Current.CancellationToken);

        RawRequest request = Assert.Single(host.Requests);
        Assert.Equal(
            ["Accept", "Accept-Encoding", "Host", "User-Agent"],
            request.Text.Split("\r\n").Skip(1).Where(line => line.Length > 0).Select(line => line.Split(':')[0]).Order(StringComparer.Ordinal));
        Assert.Equal(("video/*, */*; q=0.5", "identity"), (request.Header("Accept"), request.Header("Accept-Encoding")));
        Assert.DoesNotContain("sk-secret", request.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_may_be_relative()
    {
        await using RawFileServer host = new(request =>
            request.Path == "/b" ? FileAnswers.Whole(Video) : RawAnswer.Empty("302 Found", "Location: b"));

        await SaveAsync(TaskWith(new Uri(host.Address, "a")));

        AssertOnlyVideo(Video);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public async Task Five_redirects_are_followed_and_no_more(int redirects, bool saved)
    {
        int answered = 0;
        await using RawFileServer host = new(_ => answered++ == redirects
            ? FileAnswers.Whole(Video)
            : RawAnswer.Empty("302 Found", $"Location: /{answered}"));

        if (saved)
        {
            await SaveAsync(TaskWith(host.Address));
            AssertOnlyVideo(Video);
        }
        else
        {
            Assert.Equal(SaveFault.TooManyRedirects, (await FailAsync(TaskWith(host.Address))).Fault);
            Assert.Equal(6, host.Requests.Count);
        }
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/a.mp4")]
    [InlineData("file:///etc/hostname")]
    public async Task Only_web_links_are_followed(string link)
    {
        await using RawFileServer host = new(_ => RawAnswer.Empty("302 Found", $"Location: {link}"));

        Assert.Equal(SaveFault.UnsafeLink, (await FailAsync(TaskWith(new Uri(link)))).Fault);
        Assert.Equal(SaveFault.UnsafeLink, (await FailAsync(TaskWith(host.Address))).Fault);
        Assert.Empty(Files);
    }

    [Fact]
    public async Task A_redirect_from_https_to_http_is_not_followed()
    {
        await using RawFileServer open = new(_ => FileAnswers.Whole(Video));
        X509Certificate2 certificate = TestCertificate.Create();
        string thumbprint = certificate.Thumbprint;
        await using RawFileServer safe = new(_ => RawAnswer.Empty("302 Found", $"Location: {open.Address}"), certificate);
        using SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == thumbprint,
            },
        };
        using VideoSaver saver = new(new SaverConnection { TimeProvider = Time, BaseUri = Loopback, Handler = handler }, NoRefresh, Options());

        SaveException fault = await Assert.ThrowsAsync<SaveException>(() => saver.SaveAsync(TaskWith(safe.Address)));

        Assert.Equal(SaveFault.UnsafeLink, fault.Fault);
        Assert.Empty(open.Requests);
    }

    [Fact]
    public async Task A_redirect_to_nowhere_is_reported()
    {
        await using RawFileServer host = new(_ => RawAnswer.Empty("302 Found"));

        SaveException fault = await FailAsync(TaskWith(host.Address));

        Assert.Equal(SaveFault.Refused, fault.Fault);
        Assert.Contains("without saying where", fault.Message, StringComparison.Ordinal);
    }

    private static RawFileServer DyingAfter(int bytes, byte[] renewed, string tag)
    {
        int requests = 0;
        return new RawFileServer(request =>
            request.Path == "/new" ? FileAnswers.To(request, renewed, tag)
            : requests++ == 0 ? FileAnswers.Whole(Video).CutAfter(bytes)
            : RawAnswer.Empty("403 Forbidden"));
    }

    private ApimartTask Expired(Uri link) =>
        TaskWith(link) with { Videos = [new VideoLink(link, Time.GetUtcNow())] };

    private Func<string, CancellationToken, Task<ApimartTask>> Giving(Uri link) => (_, _) =>
    {
        _looks++;
        return Task.FromResult(TaskWith(link));
    };

    private static Task<ApimartTask> Forgotten(string taskId, CancellationToken cancellationToken) =>
        throw new ApimartException(ApimartErrorKind.NotFound, "No such task.");
}
