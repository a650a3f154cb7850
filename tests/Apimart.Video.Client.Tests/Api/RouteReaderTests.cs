using System.Net;
using System.Text.Json;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;

namespace Apimart.Video.Client.Tests.Api;

/// <summary>Reading what the server tells of the account, the models and the prices, where it tells it.</summary>
public sealed class RouteReaderTests
{
    [Theory]
    [InlineData("""{"balance":7}""")]
    [InlineData("""[{"balance":7},{"balance":8}]""")]
    [InlineData("""{"success":true,"balance":7}""")]
    public async Task What_it_tells_is_read_be_it_wrapped_in_a_list(string body)
    {
        using ScriptedServer server = new(ScriptedServer.Answer(200, body));

        Assert.Equal(7, (await GetAsync(server)).GetProperty("balance").GetInt32());
    }

    [Theory]
    [InlineData(200, """{"success":false,"message":"not yours"}""")]
    [InlineData(200, """[{"success":false,"message":"not yours"}]""")]
    [InlineData(404, """{"message":"not yours"}""")]
    public async Task What_it_does_not_tell_is_not_asked_for_again(int status, string body)
    {
        using ScriptedServer server = new(ScriptedServer.Answer(status, body, "X-Request-Id: req_1"));

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => GetAsync(server));

        Assert.Equal((ApimartErrorKind.Protocol, "balance_unavailable", (HttpStatusCode)status, "req_1"), (fault.Kind, fault.Code, fault.StatusCode, fault.RequestId));
        Assert.Contains("does not tell the balance: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("not yours", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Check the key", fault.Advice, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(500, """{"success":false}""")]
    [InlineData(200, """{"success":false,"message":"no""")]
    [InlineData(200, "<html>")]
    public async Task A_server_that_fails_for_a_while_is_asked_again(int status, string body)
    {
        using ScriptedServer server = new(ScriptedServer.Answer(status, body), ScriptedServer.Answer(200, """{"balance":7}"""));

        Assert.Equal(7, (await GetAsync(server)).GetProperty("balance").GetInt32());
    }

    [Fact]
    public async Task A_key_that_is_wrong_is_told_as_such()
    {
        using ScriptedServer server = new(ScriptedServer.Answer(401, """{"error":{"message":"no"}}"""));

        Assert.Equal(ApimartErrorKind.Authentication, (await Assert.ThrowsAsync<ApimartException>(() => GetAsync(server))).Kind);
        Assert.StartsWith("GET /v1/user/balance HTTP", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public void What_it_tells_in_no_known_form_is_told_by_its_name()
    {
        ApimartException fault = RouteReader.Unreadable("balance");

        Assert.Equal((ApimartErrorKind.Protocol, "balance_unavailable"), (fault.Kind, fault.Code));
        Assert.Contains("no balance in a form", fault.Message, StringComparison.Ordinal);
        Assert.NotEmpty(fault.Advice);
    }

    private static async Task<JsonElement> GetAsync(ScriptedServer server)
    {
        ApimartClientOptions options = new() { ApiKey = "sk-test", BaseUri = server.Address, TimeProvider = new ImpatientTime(), ReadTimeout = TimeSpan.FromHours(1) };
        using ApiTransport transport = new(options);
        return await new RouteReader(transport, options, Retries.OfReads(options.TimeProvider)).GetAsync("v1/user/balance", "balance", TestContext.Current.CancellationToken);
    }
}
