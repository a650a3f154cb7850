using System.Net;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;

namespace Apimart.Video.Client.Tests.Api;

/// <summary>What goes over the socket with a request, and what becomes of an answer that does not come.</summary>
public sealed class ApiTransportTests
{
    private static readonly string[] s_always = ["Accept: application/json", "Accept-Encoding: gzip, deflate, br"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_key_is_sent_where_it_is_wanted_and_cookies_never(bool sendsKey)
    {
        using ScriptedServer server = new(ScriptedServer.Answer(200, "{}", "Set-Cookie: a=b"), ScriptedServer.Answer(200, "{}"));
        using ApiTransport transport = new(Options(server.Address), sendsKey);

        await SendAsync(transport);
        await SendAsync(transport);

        Assert.All(server.Requests, request =>
        {
            string[] lines = request.Split("\r\n");
            Assert.Equal(s_always, lines.Where(line => line.StartsWith("Accept", StringComparison.Ordinal)));
            Assert.Equal(sendsKey ? ["Authorization: Bearer sk-test"] : [], lines.Where(line => line.Contains("sk-test", StringComparison.Ordinal)));
            Assert.Equal(
                sendsKey ? ["Accept", "Accept-Encoding", "Authorization", "Host", "User-Agent"] : ["Accept", "Accept-Encoding", "Host", "User-Agent"],
                lines.Skip(1).Where(line => line.Length > 0).Select(line => line.Split(':')[0]).Order(StringComparer.Ordinal));
        });
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_an_answer_and_takes_the_key_nowhere(int status)
    {
        using ScriptedServer elsewhere = new(ScriptedServer.Answer(200, "{}"));
        using ScriptedServer server = new(ScriptedServer.Answer(status, "{}", $"Location: {elsewhere.Address}"));
        using ApiTransport transport = new(Options(server.Address));

        Assert.Equal((HttpStatusCode)status, (await SendAsync(transport)).Status);
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"task_id\":")]
    public async Task A_request_that_is_stopped_says_so_and_is_no_fault_of_the_network(string head)
    {
        await using RawFileServer server = new(_ => new RawAnswer(head, ReadOnlyMemory<byte>.Empty) { HangsAfter = true });
        using CancellationTokenSource stop = new();
        using ApiTransport transport = new(Options(server.Address));

        Task<ApiAnswer> sending = SendAsync(transport, stop.Token);
        while (server.Requests.IsEmpty && !sending.IsCompleted)
        {
            await Task.Delay(1);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    /// <summary>Loopback may speak http, with the key in it.</summary>
    [Theory]
    [InlineData("http://127.0.0.1:8080/", true)]
    [InlineData("http://localhost/", true)]
    [InlineData("http://[::1]/", true)]
    [InlineData("https://api.example/", false)]
    [InlineData("http://10.0.0.1/", false)]
    public void No_proxy_is_asked_for_this_machine(string address, bool direct)
    {
        DirectLoopback proxy = new(new System.Net.WebProxy("http://proxy.example:3128"));

        Assert.Equal(direct ? null : new Uri("http://proxy.example:3128"), proxy.GetProxy(new Uri(address)));
        Assert.Equal(direct, proxy.IsBypassed(new Uri(address)));
    }

    [Theory]
    [InlineData("", "/v1/tasks/t")]
    [InlineData("/gateway/apimart", "/gateway/apimart/v1/tasks/t")]
    [InlineData("/gateway/apimart/v1/", "/gateway/apimart/v1/tasks/t")]
    public async Task A_request_goes_below_the_path_of_the_address(string path, string asked)
    {
        using ScriptedServer server = new(ScriptedServer.Answer(200, "{}"));
        using ApiTransport transport = new(Options(new Uri(server.Address, path)));

        await SendAsync(transport);

        Assert.StartsWith($"GET {asked} HTTP", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Idempotency-Replayed: true", true)]
    [InlineData("idempotency-replayed: TRUE", true)]
    [InlineData("Idempotency-Replayed: false", false)]
    [InlineData("X-None: true", false)]
    public async Task An_answer_that_was_given_before_says_so(string header, bool isReplayed)
    {
        using ScriptedServer server = new(ScriptedServer.Answer(200, "{}", header));
        using ApiTransport transport = new(Options(server.Address));

        Assert.Equal(isReplayed, (await SendAsync(transport)).IsReplayed);
    }

    /// <summary>That is how the client tells that no connection came about in time.</summary>
    [Fact]
    public async Task A_connection_that_is_not_made_in_time_has_brought_nothing_there()
    {
        using ApiTransport transport = new(new ApimartClientOptions { ApiKey = "sk-test", BaseUri = new Uri("http://127.0.0.1:1"), Handler = new Failing(new TaskCanceledException("x", new TimeoutException())) });

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => SendAsync(transport));

        Assert.Equal((ApimartErrorKind.Network, true), (fault.Kind, fault.IsNotSent));
    }

    [Fact]
    public void The_key_and_the_proxys_password_are_hidden_wherever_somebody_repeats_them()
    {
        Uri api = new("https://api.example/");
        CredentialCache credentials = new() { { api, "Basic", new NetworkCredential("maker", "swordfish-17") } };
        using ApiTransport transport = new(new ApimartClientOptions { ApiKey = "sk-test-0123456789", BaseUri = api, Proxy = new WebProxy("http://proxy.example:3128") { Credentials = credentials } });

        Assert.Equal("*** and ***", transport.Gate.Line("swordfish-17 and sk-test-0123456789"));
    }

    [Fact]
    public async Task A_request_without_an_answer_in_time_may_have_been_accepted()
    {
        ManualTime time = new();
        await using RawFileServer server = new(_ => new RawAnswer("", ReadOnlyMemory<byte>.Empty) { HangsAfter = true });
        using ApiTransport transport = new(Options(server.Address, time));

        Task<ApiAnswer> sending = SendAsync(transport);
        while (server.Requests.IsEmpty && !sending.IsCompleted)
        {
            await Task.Delay(1);
        }

        time.Advance(TimeSpan.FromHours(1));
        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => sending);

        Assert.Equal((ApimartErrorKind.Timeout, false), (fault.Kind, fault.IsNotSent));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_kept_with_what_broke_it()
    {
        await using RawFileServer server = new(_ => RawAnswer.Of("502 Bad Gateway", "<html>"u8.ToArray(), "Content-Length: 100", "X-Request-Id: req_1"));
        using ApiTransport transport = new(Options(server.Address));

        ApiAnswer answer = await SendAsync(transport);

        Assert.Equal((HttpStatusCode.BadGateway, "<html>", "req_1"), (answer.Status, answer.Text, answer.RequestId));
        Assert.Equal((ApimartErrorKind.Network, false), (answer.Broken?.Kind, answer.Broken?.IsNotSent ?? true));
        Assert.Contains("in the middle of the answer", answer.Broken!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_has_got_nothing()
    {
        // Nothing listens on port 1, and no other test can come to.
        using ApiTransport transport = new(Options(new Uri("http://127.0.0.1:1")));

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => SendAsync(transport));

        Assert.Equal((ApimartErrorKind.Network, true), (fault.Kind, fault.IsNotSent));
    }

    private sealed class Failing(Exception fault) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromException<HttpResponseMessage>(fault);
    }

    private static async Task<ApiAnswer> SendAsync(ApiTransport transport, CancellationToken cancellationToken = default)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "v1/tasks/t");
        return await transport.SendAsync(request, TimeSpan.FromHours(1), cancellationToken);
    }

    private static ApimartClientOptions Options(Uri address, TimeProvider? time = null) =>
        new() { ApiKey = "sk-test", BaseUri = address, TimeProvider = time ?? TimeProvider.System };
}
