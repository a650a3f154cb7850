using System.Net.Sockets;
using System.Text;
using Apimart.Video.Simulator;

namespace Apimart.Video.Client.Tests.Simulator;

/// <summary>The server as an HTTP/1.1 server, byte by byte.</summary>
public sealed class SimulatorWireTests
{
    private const string Key = "Authorization: Bearer sk-simulator\r\n";

    [Theory]
    [InlineData("nonsense\r\n\r\n", "400")]
    [InlineData("GET /\r\n\r\n", "400")]
    [InlineData("GET / HTTP/2.0\r\n\r\n", "400")]
    [InlineData("G(T / HTTP/1.1\r\n\r\n", "400")]
    [InlineData("GET / HTTP/1.1\r\nno colon\r\n\r\n", "400")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "400")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 1, 2\r\n\r\n", "400")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n", "400")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", "400")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "400")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", "400")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", "413")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n", "413")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n", "400")]
    public async Task What_is_no_request_is_refused_and_the_connection_closed(string bytes, string status)
    {
        await using SimulatorServer server = SimulatorServer.Start();

        string answer = await Talk(server, bytes);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_without_end_is_refused()
    {
        await using SimulatorServer server = SimulatorServer.Start();

        string oneLine = await Talk(server, "GET /" + new string('a', 70_000));
        string manyLines = await Talk(server, "GET / HTTP/1.1\r\n" + string.Concat(Enumerable.Repeat("A: bbbbbbbbbbbb\r\n", 6000)));

        Assert.StartsWith("HTTP/1.1 431 ", oneLine, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431 ", manyLines, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chunked_body_is_put_together()
    {
        await using SimulatorServer server = SimulatorServer.Start();

        string answer = await Talk(server,
            $"POST /v1/videos/generations HTTP/1.1\r\n{Key}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            + "12;x=y\r\n{\"model\":\"sora-2\",\r\n"
            + "E\r\n\"prompt\":\"ab\"}\r\n0\r\nTrailer: z\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Equal("""{"model":"sora-2","prompt":"ab"}""", Assert.Single(server.Bill).Body);
    }

    [Fact]
    public async Task Requests_sent_one_behind_the_other_are_answered_in_order_on_one_connection()
    {
        await using SimulatorServer server = SimulatorServer.Start();

        string answer = await Talk(server,
            $"GET /v1/tasks/bad HTTP/1.1\r\n{Key}\r\n"
            + $"GET /v1/nowhere HTTP/1.1\r\n{Key}\r\n"
            + $"GET http://example.org/v1/tasks/bad HTTP/1.1\r\n{Key}Connection: close\r\n\r\n");

        Assert.Equal(["400", "404", "400"], answer.Split("HTTP/1.1 ").Skip(1).Select(part => part[..3]));
    }

    [Fact]
    public async Task A_client_that_asks_before_sending_its_body_is_told_to_go_on()
    {
        await using SimulatorServer server = SimulatorServer.Start();

        string answer = await Talk(server,
            $"POST /v1/videos/generations HTTP/1.1\r\n{Key}Expect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n" + "{}");

        Assert.StartsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HTTP_1_0_ends_with_the_answer()
    {
        await using SimulatorServer server = SimulatorServer.Start();

        string answer = await Talk(server, "GET /v1/x HTTP/1.0\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 401 ", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_is_recorded_with_its_route_headers_and_body()
    {
        await using SimulatorServer server = SimulatorServer.Start();

        await Talk(server, $"POST /v1/videos/generations?a=b HTTP/1.1\r\n{Key}X-Thing: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\n" + "{}");

        SimulatorRequest request = Assert.Single(server.Requests);
        Assert.Equal((SimulatorRoute.Submit, "POST", "/v1/videos/generations?a=b", "{}"), (request.Route, request.Method, request.Path, request.Body));
        Assert.Equal("1", request.Headers["x-thing"]);
        Assert.Equal((1, 0, 1), (server.Requests.Submits, server.Requests.Looks, server.Requests.CountOf(SimulatorRoute.Any)));
    }

    [Fact]
    public async Task Disposing_ends_idle_and_half_sent_connections()
    {
        SimulatorServer server = SimulatorServer.Start();
        using TcpClient idle = new("127.0.0.1", server.Port);
        using TcpClient half = new("127.0.0.1", server.Port);
        await half.GetStream().WriteAsync("POST /v1/videos/generations HTTP/1.1\r\nContent-Length: 10\r\n\r\n"u8.ToArray());

        server.Dispose();
        server.Dispose();

        Assert.True(await IsOver(idle));
        Assert.True(await IsOver(half));
        using TcpClient late = new();
        await Assert.ThrowsAsync<SocketException>(() => late.ConnectAsync("127.0.0.1", server.Port));
    }

    [Fact]
    public void A_port_that_is_taken_is_an_error_of_the_system()
    {
        using SimulatorServer server = SimulatorServer.Start();

        Assert.Throws<SocketException>(() => SimulatorServer.Start(new SimulatorOptions { Port = server.Port }));
    }

    [Fact]
    public void An_option_out_of_its_range_is_named() =>
        Assert.Contains("FailureRate", Assert.Throws<ArgumentException>(
            () => SimulatorServer.Start(new SimulatorOptions { FailureRate = 2 })).Message, StringComparison.Ordinal);

    private static async Task<bool> IsOver(TcpClient client)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[1]) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static async Task<string> Talk(SimulatorServer server, string bytes)
    {
        using TcpClient client = new("127.0.0.1", server.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(bytes));
        using StreamReader reader = new(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
