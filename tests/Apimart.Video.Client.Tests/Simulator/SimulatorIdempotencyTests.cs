using System.Net;
using System.Text.Json;
using Apimart.Video.Journal;
using Apimart.Video.Simulator;

namespace Apimart.Video.Client.Tests.Simulator;

/// <summary>Idempotency-Key as the vendor's client and pages describe it.</summary>
public sealed class SimulatorIdempotencyTests
{
    [Fact]
    public async Task The_same_request_under_the_same_key_gets_the_first_answer_again_and_no_second_charge()
    {
        await using SimulatorProbe probe = new();
        HttpResponseMessage first = await probe.Post(idempotencyKey: "k");

        HttpResponseMessage again = await probe.Post(idempotencyKey: "k");

        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotency-Replayed")));
        Assert.Equal("k", Assert.Single(probe.Server.Bill).IdempotencyKey);
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_replayed()
    {
        await using SimulatorProbe probe = new();
        probe.Server.Inject("submit:reset-after-accept");
        await Assert.ThrowsAsync<HttpRequestException>(() => probe.Post(idempotencyKey: "k"));

        HttpResponseMessage again = await probe.Post(idempotencyKey: "k");

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.True(again.Headers.Contains("Idempotency-Replayed"));
        Assert.Single(probe.Server.Bill);
    }

    [Fact]
    public async Task Another_request_under_the_key_is_a_conflict()
    {
        await using SimulatorProbe probe = new();
        await probe.Post(idempotencyKey: "k");

        HttpResponseMessage other = await probe.Post("""{"model":"sora-2","prompt":"x"}""", idempotencyKey: "k");
        HttpResponseMessage otherVersion = await probe.Post(idempotencyKey: "k", version: "2026-07-27");

        Assert.Equal((HttpStatusCode.Conflict, "idempotency_key_reused"), (other.StatusCode, await Code(other)));
        Assert.Equal((HttpStatusCode.Conflict, "idempotency_key_reused"), (otherVersion.StatusCode, await Code(otherVersion)));
        Assert.Single(probe.Server.Bill);
    }

    [Fact]
    public async Task A_repeat_while_the_first_is_executed_is_told_to_come_again()
    {
        await using SimulatorProbe probe = new(new SimulatorOptions { SubmitLatency = TimeSpan.FromSeconds(3) });
        Task<HttpResponseMessage> first = probe.Post(idempotencyKey: "k");
        await probe.UntilItWaits();

        HttpResponseMessage early = await probe.Post(idempotencyKey: "k");
        probe.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal((HttpStatusCode.Conflict, "idempotency_in_progress"), (early.StatusCode, await Code(early)));
        Assert.Equal(TimeSpan.FromSeconds(1), early.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await probe.Post(idempotencyKey: "k")).StatusCode);
        Assert.Single(probe.Server.Bill);
    }

    [Fact]
    public async Task An_accepted_request_that_is_not_answered_yet_is_billed_and_in_progress()
    {
        await using SimulatorProbe probe = new(new SimulatorOptions { AnswerLatency = TimeSpan.FromSeconds(3) });
        Task<HttpResponseMessage> first = probe.Post(idempotencyKey: "k");
        await probe.UntilItWaits();

        Assert.Single(probe.Server.Bill);
        Assert.Equal("idempotency_in_progress", await Code(await probe.Post(idempotencyKey: "k")));
        probe.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
    }

    [Fact]
    public async Task A_refused_request_leaves_its_key_free()
    {
        await using SimulatorProbe probe = new();
        await probe.Post("""{"model":"sora-2","prompt":""}""", idempotencyKey: "k");

        Assert.Equal(HttpStatusCode.OK, (await probe.Post(idempotencyKey: "k")).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with blank")]
    public async Task A_malformed_key_is_refused(string key)
    {
        await using SimulatorProbe probe = new();

        Assert.Equal(HttpStatusCode.BadRequest, (await probe.Post(idempotencyKey: key)).StatusCode);
        Assert.Empty(probe.Server.Bill);
    }

    [Fact]
    public async Task Switched_off_the_key_means_nothing_and_each_send_is_billed()
    {
        await using SimulatorProbe probe = new(new SimulatorOptions { Idempotency = false });

        await probe.Post(idempotencyKey: "k");
        await probe.Post(idempotencyKey: "k");

        Assert.Equal(2, probe.Server.Bill.Count);
        Assert.Equal(2, probe.Server.Bill.Select(charge => charge.TaskId).Distinct().Count());
    }

    private static async Task<string?> Code(HttpResponseMessage response)
    {
        JsonElement error = (await SimulatorProbe.Json(response)).GetProperty("error");
        return error.GetProperty("code").GetString();
    }
}
