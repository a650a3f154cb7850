using Apimart.Video.Account;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Simulator;

namespace Apimart.Video.Client.Tests.Account;

public sealed class BalanceTests : AccountTest
{
    [Theory]
    [InlineData("""{"success":true,"remain_balance":7.5,"used_balance":2.5,"unlimited_quota":false}""", 7.5, 2.5, null)]
    [InlineData("""{"success":true,"remain_balance":7.5,"used_balance":2.5,"remain_credits":75,"used_credits":25}""", 7.5, 2.5, 75.0)]
    [InlineData("""{"success":true,"data":{"remain_balance":"7.5","used_balance":"2.5"}}""", 7.5, 2.5, null)]
    [InlineData("""{"remain_balance":0}""", 0.0, null, null)]
    public async Task A_balance_is_read_in_every_form_that_is_documented(string body, double remaining, double? used, double? credits)
    {
        using ScriptedServer server = Server(body);
        using ApimartClient client = Client(server);

        ApimartBalance balance = await client.GetBalanceAsync(AccountScope.Key, Cancellation);

        Assert.Equal(
            ((decimal?)remaining, (decimal?)used, (decimal?)credits, false),
            (balance.Remaining, balance.Used, balance.RemainingCredits, balance.IsUnlimited));
    }

    [Theory]
    [InlineData("""{"success":true,"remain_balance":-1,"used_balance":3,"remain_credits":-1}""")]
    [InlineData("""{"success":true,"remain_balance":0,"used_balance":3,"unlimited_quota":true}""")]
    public async Task A_key_without_a_limit_has_no_remaining_sum(string body)
    {
        using ScriptedServer server = Server(body);
        using ApimartClient client = Client(server);

        ApimartBalance balance = await client.GetBalanceAsync(AccountScope.Key, Cancellation);

        Assert.Equal((true, null, null, 3m), (balance.IsUnlimited, balance.Remaining, balance.RemainingCredits, balance.Used));
    }

    [Fact]
    public async Task A_refusal_with_http_200_is_an_error_and_is_not_asked_for_again()
    {
        using ScriptedServer server = Server("""{"success":false,"message":"the key was disabled"}""", """{"remain_balance":1}""");
        using ApimartClient client = Client(server);

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => client.GetBalanceAsync(AccountScope.Key, Cancellation));

        Assert.Equal("balance_unavailable", fault.Code);
        Assert.Contains("the key was disabled", fault.Message, StringComparison.Ordinal);
        Assert.NotEmpty(fault.Advice);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("""{"success":true}""")]
    [InlineData("""{"success":true,"remain_balance":"much"}""")]
    [InlineData("[]")]
    public async Task An_answer_without_a_sum_is_an_error_and_not_zero(string body)
    {
        using ScriptedServer server = Server(body, body, body, body, body);
        using ApimartClient client = Client(server);

        await Assert.ThrowsAsync<ApimartException>(() => client.GetBalanceAsync(AccountScope.Account, Cancellation));
    }

    [Fact]
    public async Task A_server_without_the_route_is_not_told_of_as_a_missing_task()
    {
        using ScriptedServer server = new(ScriptedServer.Answer(404, """{"error":{"message":"Invalid URL (GET /v1/balance)","type":"invalid_request_error"}}"""));
        using ApimartClient client = Client(server);

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => client.GetBalanceAsync(AccountScope.Key, Cancellation));

        Assert.Equal((ApimartErrorKind.Protocol, "balance_unavailable"), (fault.Kind, fault.Code));
        Assert.DoesNotContain("task", fault.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_fails_for_a_while_is_asked_again()
    {
        using ScriptedServer server = new(
            ScriptedServer.Answer(503, "{}"),
            ScriptedServer.Answer(200, """{"success":true,"remain_balance":4}"""));
        using ApimartClient client = Client(server);

        ApimartBalance balance = await client.GetBalanceAsync(AccountScope.Key, Cancellation);

        Assert.Equal(4, balance.Remaining);
    }

    [Fact]
    public async Task The_simulator_takes_what_it_billed_off_its_balance()
    {
        await using SimulatorServer simulator = SimulatorServer.Start(new SimulatorOptions { Balance = 10 });
        using ApimartClient client = new(Options(simulator.BaseUri, simulator.ApiKey));
        await client.SubmitAsync(new() { Model = "veo3.1-fast", Prompt = "a red fox" }, Cancellation);

        foreach (AccountScope scope in Enum.GetValues<AccountScope>())
        {
            ApimartBalance balance = await client.GetBalanceAsync(scope, Cancellation);

            Assert.Equal((10 - simulator.Bill.Total, simulator.Bill.Total, scope), (balance.Remaining, balance.Used, balance.Scope));
        }

        Assert.NotEqual(0, simulator.Bill.Total);
    }

    [Fact]
    public async Task The_simulator_without_a_balance_has_an_unlimited_key()
    {
        await using SimulatorServer simulator = SimulatorServer.Start();
        using ApimartClient client = new(Options(simulator.BaseUri, simulator.ApiKey));

        Assert.True((await client.GetBalanceAsync(AccountScope.Key, Cancellation)).IsUnlimited);
        Assert.False((await client.GetBalanceAsync(AccountScope.Account, Cancellation)).IsUnlimited);
    }
}
