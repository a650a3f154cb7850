using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Apimart.Video.Simulator;

namespace Apimart.Video.Client.Tests.Simulator;

/// <summary>Each fault as a client sees it, and what it does to the bill.</summary>
public sealed class SimulatorFaultTests
{
    [Theory]
    [InlineData("submit:reset-before-accept", 0)]
    [InlineData("submit:reset-after-accept", 1)]
    [InlineData("submit:refuse", 0)]
    public async Task A_reset_is_a_reset_and_bills_only_what_was_accepted(string fault, int billed)
    {
        await using SimulatorProbe probe = new();
        probe.Server.Inject(fault);

        HttpRequestException broken = await Assert.ThrowsAsync<HttpRequestException>(() => probe.Post());

        SocketError error = Assert.IsType<SocketException>(broken.GetBaseException()).SocketErrorCode;
        Assert.True(error is SocketError.ConnectionReset or SocketError.NotConnected, error.ToString());
        Assert.Equal(billed, probe.Server.Bill.Count);
        Assert.Equal(HttpStatusCode.OK, (await probe.Post()).StatusCode);
    }

    [Theory]
    [InlineData("submit:hang-before-accept", 0)]
    [InlineData("submit:hang-after-accept", 1)]
    public async Task A_request_that_hangs_gets_no_answer_until_the_client_gives_up(string fault, int billed)
    {
        await using SimulatorProbe probe = new(new SimulatorOptions { Idempotency = false });
        probe.Server.Inject(fault);
        // Whichever of the two the fault strikes, the simulator serves the other meanwhile.
        Task<HttpResponseMessage>[] posts = [probe.Post(), probe.Post()];
        Task<HttpResponseMessage> served = await Task.WhenAny(posts);
        Task<HttpResponseMessage> hanging = posts.Single(post => post != served);
        while (probe.Server.Requests.Submits < 2 || probe.Server.Bill.Count < billed + 1)
        {
            await Task.Delay(1);
        }

        Assert.Equal(HttpStatusCode.OK, (await served).StatusCode);
        Assert.False(hanging.IsCompleted);
        Assert.Equal(billed + 1, probe.Server.Bill.Count);

        await probe.Server.DisposeAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => hanging);
    }

    [Fact]
    public async Task Answers_that_are_held_are_billed_at_once_and_come_when_they_are_released()
    {
        await using SimulatorProbe probe = new();
        probe.Server.HoldAnswers();
        probe.Server.HoldAnswers();
        Task<HttpResponseMessage>[] posts = [probe.Post(), probe.Post()];
        while (probe.Server.Bill.Count < 2)
        {
            await Task.Delay(1);
        }

        Assert.DoesNotContain(posts, post => post.IsCompleted);
        probe.Server.ReleaseAnswers();
        Assert.All(await Task.WhenAll(posts), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(HttpStatusCode.OK, (await probe.Post()).StatusCode);
    }

    [Theory]
    [InlineData("submit:status=503", 503, "server_error", 0)]
    [InlineData("submit:status=502", 502, "bad_gateway", 0)]
    [InlineData("submit:status=403", 403, "permission_error", 0)]
    [InlineData("submit:status=429", 429, "rate_limit_error", 0)]
    [InlineData("submit:status-after-accept=500", 500, "server_error", 1)]
    [InlineData("submit:status-after-accept=503", 503, "server_error", 1)]
    [InlineData("submit:unauthorized", 401, "authentication_error", 0)]
    public async Task A_status_comes_with_the_documented_body(string fault, int status, string type, int billed)
    {
        await using SimulatorProbe probe = new();
        probe.Server.Inject(fault);

        HttpResponseMessage response = await probe.Post();

        Assert.Equal(status, (int)response.StatusCode);
        JsonElement error = (await SimulatorProbe.Json(response)).GetProperty("error");
        Assert.Equal((status, type), (error.GetProperty("code").GetInt32(), error.GetProperty("type").GetString()));
        Assert.Equal(billed, probe.Server.Bill.Count);
    }

    [Fact]
    public async Task A_status_can_carry_a_word_and_a_time_to_wait()
    {
        await using SimulatorProbe probe = new();
        probe.Server.Inject("submit:status=503:code=idempotency_unavailable:retry-after=7");

        HttpResponseMessage response = await probe.Post();

        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter!.Delta);
        JsonElement error = (await SimulatorProbe.Json(response)).GetProperty("error");
        Assert.Equal("idempotency_unavailable", error.GetProperty("code").GetString());
        Assert.Contains("idempotency_unavailable", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_to_wait_can_be_a_date()
    {
        await using SimulatorProbe probe = new();
        DateTimeOffset date = new(2026, 11, 21, 12, 5, 0, TimeSpan.Zero);
        probe.Server.Inject(new SimulatorFault { Kind = FaultKind.Status, StatusCode = 429, RetryAfter = date.ToString("R") });

        Assert.Equal(date, (await probe.Post()).Headers.RetryAfter!.Date);
    }

    [Theory]
    [InlineData("submit:garbage", "application/json")]
    [InlineData("submit:html", "text/html")]
    [InlineData("submit:empty", null)]
    public async Task An_answer_that_is_no_json_comes_with_200_after_the_submit_was_accepted(string fault, string? type)
    {
        await using SimulatorProbe probe = new();
        probe.Server.Inject(fault);

        HttpResponseMessage response = await probe.Post();
        string body = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(body));
        Assert.Single(probe.Server.Bill);
    }

    [Fact]
    public async Task An_answer_can_lack_the_task_id()
    {
        await using SimulatorProbe probe = new();
        probe.Server.Inject("submit:no-task-id");

        JsonElement task = (await SimulatorProbe.Json(await probe.Post())).GetProperty("data")[0];

        Assert.Equal("submitted", Assert.Single(task.EnumerateObject()).Value.GetString());
        Assert.Single(probe.Server.Bill);
    }

    [Theory]
    [InlineData("download:cut-body=1000", 1000)]
    [InlineData("download:cut-body", 20_000)]
    [InlineData("download:cut-body=0", 0)]
    [InlineData("download:wrong-content-length", 40_000)]
    [InlineData("download:wrong-content-length=7", 40_000)]
    public async Task A_body_can_end_before_its_stated_length(string fault, int bytes)
    {
        await using SimulatorProbe probe = new(new SimulatorOptions { VideoBytes = 40_000 });
        (_, string link) = await probe.Finished();
        probe.Server.Inject(fault);

        (byte[] got, Exception? broken) = await ReadRaw(link);

        Assert.Equal(bytes, got.Length);
        Assert.Null(broken);
        while (probe.Server.FileBytesServed < bytes)
        {
            await Task.Delay(1);
        }

        Assert.Equal(bytes, probe.Server.FileBytesServed);
        await Assert.ThrowsAsync<HttpRequestException>(async () =>
        {
            probe.Server.Inject(fault);
            await probe.Download(link);
        });
    }

    [Fact]
    public async Task A_body_can_be_cut_by_a_reset()
    {
        await using SimulatorProbe probe = new(new SimulatorOptions { VideoBytes = 40_000 });
        (_, string link) = await probe.Finished();
        probe.Server.Inject("download:reset-body=1000");

        (byte[] got, Exception? broken) = await ReadRaw(link);

        Assert.InRange(got.Length, 0, 1000);
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(broken!.GetBaseException()).SocketErrorCode);
    }

    [Fact]
    public async Task A_body_can_stall()
    {
        await using SimulatorProbe probe = new(new SimulatorOptions { VideoBytes = 40_000 });
        (_, string link) = await probe.Finished();
        probe.Server.Inject("download:stall-body=1000");
        using HttpClient http = new();
        using HttpResponseMessage response = await http.GetAsync(link, HttpCompletionOption.ResponseHeadersRead);
        await using Stream body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[1000]);

        ValueTask<int> next = body.ReadAsync(new byte[1]);

        Assert.Equal(HttpStatusCode.OK, (await probe.Download(link)).StatusCode);
        Assert.False(next.IsCompleted);
        await probe.Server.DisposeAsync();
        await Assert.ThrowsAnyAsync<IOException>(async () => await next);
    }

    [Fact]
    public async Task A_range_can_be_ignored()
    {
        await using SimulatorProbe probe = new();
        (string id, string link) = await probe.Finished();
        probe.Server.Inject("download:ignore-range");

        HttpResponseMessage response = await probe.Download(link, "bytes=5-");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(probe.Server.ExpectedBytes(id), response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task A_range_can_be_labelled_wrongly()
    {
        await using SimulatorProbe probe = new();
        (_, string link) = await probe.Finished();
        probe.Server.Inject("download:wrong-content-range");

        HttpResponseMessage response = await probe.Download(link, "bytes=5-9");

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(6, response.Content.Headers.ContentRange!.From);
        Assert.Equal(5, (await response.Content.ReadAsByteArrayAsync()).Length);
    }

    [Fact]
    public async Task A_range_can_be_refused_without_the_length()
    {
        await using SimulatorProbe probe = new();
        (_, string link) = await probe.Finished();
        probe.Server.Inject("download:range-not-satisfiable");

        HttpResponseMessage response = await probe.Download(link, "bytes=5-9");

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
        Assert.Null(response.Content.Headers.ContentRange);
    }

    [Fact]
    public async Task A_changed_etag_means_another_file_that_is_not_continued()
    {
        await using SimulatorProbe probe = new();
        (string id, string link) = await probe.Finished();
        HttpResponseMessage first = await probe.Download(link);
        string firstHash = probe.Server.ExpectedSha256(id);
        probe.Server.Inject("download:changed-etag");

        HttpResponseMessage second = await probe.Download(link, "bytes=5-", first.Headers.ETag!.ToString());
        byte[] file = await second.Content.ReadAsByteArrayAsync();

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.NotEqual(first.Headers.ETag, second.Headers.ETag);
        Assert.NotEqual(firstHash, probe.Server.ExpectedSha256(id));
        Assert.Equal(probe.Server.ExpectedSha256(id), Convert.ToHexString(SHA256.HashData(file)));
        Assert.Equal(second.Headers.ETag, (await probe.Download(link)).Headers.ETag);
    }

    [Fact]
    public async Task A_file_can_come_without_validators()
    {
        await using SimulatorProbe probe = new();
        (_, string link) = await probe.Finished();
        probe.Server.Inject("download:no-etag");

        HttpResponseMessage response = await probe.Download(link);

        Assert.Null(response.Headers.ETag);
        Assert.Null(response.Content.Headers.LastModified);
    }

    [Theory]
    [InlineData("download:expired", 403)]
    [InlineData("download:gone", 410)]
    [InlineData("download:status=404", 404)]
    [InlineData("download:html", 200)]
    public async Task The_file_host_speaks_in_pages(string fault, int status)
    {
        await using SimulatorProbe probe = new();
        (_, string link) = await probe.Finished();
        probe.Server.Inject(fault);

        HttpResponseMessage response = await probe.Download(link);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("download:redirect=http://127.0.0.1:9/other.mp4", HttpStatusCode.Found)]
    public async Task A_download_can_be_redirected(string fault, HttpStatusCode status)
    {
        await using SimulatorProbe probe = new();
        (_, string link) = await probe.Finished();
        probe.Server.Inject(fault);

        HttpResponseMessage response = await probe.Download(link);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("http://127.0.0.1:9/other.mp4", response.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_slow_body_comes_in_the_time_its_speed_takes()
    {
        await using SimulatorProbe probe = new(new SimulatorOptions { VideoBytes = 20_000 });
        (_, string link) = await probe.Finished();
        probe.Server.Inject("download:slow=2000");
        DateTimeOffset start = probe.Time.GetUtcNow();

        Task<HttpResponseMessage> download = probe.Download(link);
        await probe.Time.RunUntil(download);

        Assert.Equal(20_000, (await (await download).Content.ReadAsByteArrayAsync()).Length);
        Assert.Equal(10, (probe.Time.GetUtcNow() - start).TotalSeconds, 0.01);
    }

    [Theory]
    [InlineData("look:unknown-state", 200, "polishing")]
    [InlineData("look:forgotten", 404, "invalid_request_error")]
    [InlineData("look:forgotten=400", 400, "invalid_request_error")]
    public async Task A_task_can_be_in_an_unknown_state_or_forgotten(string fault, int status, string word)
    {
        await using SimulatorProbe probe = new();
        string id = await probe.SubmitOne();
        probe.Server.Inject(fault);

        HttpResponseMessage response = await probe.Look(id);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains($"\"{word}\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("submitted", (await probe.Data(id)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_fault_strikes_as_often_as_told_after_as_many_as_told_and_only_what_it_matches()
    {
        await using SimulatorProbe probe = new();
        probe.Server.Inject("submit:status=503:2:after=1:match=fox");
        List<HttpStatusCode> fox = [];
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await probe.Post("""{"model":"sora-2","prompt":"owl"}""")).StatusCode);
            fox.Add((await probe.Post()).StatusCode);
        }

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK],
            fox);
    }

    [Fact]
    public async Task A_chance_strikes_about_that_part_and_the_same_requests_each_time()
    {
        Assert.Equal(await Struck(), await Struck());
        Assert.InRange((await Struck()).Count(struck => struck), 20, 55);

        static async Task<List<bool>> Struck()
        {
            await using SimulatorProbe probe = new(new SimulatorOptions { Seed = 3 });
            probe.Server.Inject("any:status=500:25%");
            List<bool> struck = [];
            for (int i = 0; i < 150; i++)
            {
                struck.Add((await probe.Post()).StatusCode == HttpStatusCode.InternalServerError);
            }

            return struck;
        }
    }

    [Fact]
    public async Task Cleared_faults_strike_no_more()
    {
        await using SimulatorProbe probe = new();
        probe.Server.Inject("any:status=500:always");
        Assert.Equal(HttpStatusCode.InternalServerError, (await probe.Post()).StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, (await probe.Post()).StatusCode);

        probe.Server.ClearFaults();

        Assert.Equal(HttpStatusCode.OK, (await probe.Post()).StatusCode);
    }

    [Fact]
    public async Task Offline_the_system_refuses_connections_and_online_all_is_as_before()
    {
        await using SimulatorProbe probe = new();
        string id = await probe.SubmitOne();
        await probe.Server.GoOfflineAsync();

        HttpRequestException refused = await Assert.ThrowsAsync<HttpRequestException>(() => probe.Look(id));
        Assert.Equal(HttpRequestError.ConnectionError, refused.HttpRequestError);

        probe.Server.GoOnline();
        Assert.Equal(HttpStatusCode.OK, (await probe.Look(id)).StatusCode);
    }

    /// <summary>Reads an answer's body without a client that knows better.</summary>
    private static async Task<(byte[] Body, Exception? Broken)> ReadRaw(string link)
    {
        Uri uri = new(link);
        using TcpClient client = new(uri.Host, uri.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {uri.PathAndQuery} HTTP/1.1\r\nHost: {uri.Authority}\r\n\r\n"));
        using MemoryStream all = new();
        Exception? broken = null;
        try
        {
            await stream.CopyToAsync(all);
        }
        catch (IOException fault)
        {
            broken = fault;
        }

        byte[] answer = all.ToArray();
        int head = answer.AsSpan().IndexOf("\r\n\r\n"u8);
        return (head < 0 ? [] : answer[(head + 4)..], broken);
    }
}
