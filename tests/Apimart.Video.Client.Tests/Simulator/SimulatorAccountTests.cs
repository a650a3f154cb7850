using System.Net;
using System.Text.Json;
using Apimart.Video.Simulator;

namespace Apimart.Video.Client.Tests.Simulator;

/// <summary>The key, the money and the rate.</summary>
public sealed class SimulatorAccountTests
{
    [Fact]
    public async Task A_request_without_a_key_gets_the_shape_without_a_code()
    {
        await using SimulatorProbe probe = new();

        HttpResponseMessage response = await probe.Post(key: string.Empty);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        JsonElement error = (await SimulatorProbe.Json(response)).GetProperty("error");
        Assert.Equal("apimart_error", error.GetProperty("type").GetString());
        Assert.False(error.TryGetProperty("code", out _));
    }

    [Fact]
    public async Task A_wrong_key_is_an_authentication_error()
    {
        await using SimulatorProbe probe = new(new SimulatorOptions { ApiKey = "sk-right" });

        HttpResponseMessage wrong = await probe.Post(key: "sk-simulator");
        HttpResponseMessage right = await probe.Post(key: "sk-right");

        Assert.Equal((HttpStatusCode.Unauthorized, "authentication_error"), (wrong.StatusCode, await Type(wrong)));
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Fact]
    public async Task A_submit_over_the_balance_needs_payment_and_a_failed_task_gives_its_money_back()
    {
        await using SimulatorProbe probe = new(new SimulatorOptions { Balance = 1.5m });
        await probe.SubmitOne(SimulatorProbe.Body.Replace("fox", "[fail] fox", StringComparison.Ordinal));

        HttpResponseMessage refused = await probe.Post();
        probe.Time.Advance(TimeSpan.FromMinutes(1));
        HttpResponseMessage accepted = await probe.Post();

        Assert.Equal((HttpStatusCode.PaymentRequired, "payment_required"), (refused.StatusCode, await Type(refused)));
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        Assert.Equal(2, probe.Server.Bill.Count);
        Assert.Equal(1.2m, probe.Server.Bill.Total);
    }

    [Fact]
    public async Task Requests_over_the_rate_are_told_when_to_come_again()
    {
        await using SimulatorProbe probe = new(new SimulatorOptions { RateLimit = 0.5 });
        await probe.Post();

        HttpResponseMessage early = await probe.Post();
        probe.Time.Advance(early.Headers.RetryAfter!.Delta!.Value);
        HttpResponseMessage later = await probe.Post();

        Assert.Equal((HttpStatusCode.TooManyRequests, "rate_limit_error"), (early.StatusCode, await Type(early)));
        Assert.Equal(TimeSpan.FromSeconds(2), early.Headers.RetryAfter.Delta);
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task The_bill_is_written_to_its_file_line_by_line_before_the_answer()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await using SimulatorProbe probe = new(new SimulatorOptions { BillPath = path });
            string id = await probe.SubmitOne();

            JsonElement line = JsonDocument.Parse(Assert.Single(File.ReadAllLines(path))).RootElement;

            Assert.Equal(id, line.GetProperty("taskId").GetString());
            Assert.Equal(SimulatorProbe.Body, line.GetProperty("body").GetString());
            Assert.Equal(1.2m, line.GetProperty("amount").GetDecimal());
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<string?> Type(HttpResponseMessage response) =>
        (await SimulatorProbe.Json(response)).GetProperty("error").GetProperty("type").GetString();
}
