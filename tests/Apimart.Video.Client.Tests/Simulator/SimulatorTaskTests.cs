using System.Net;
using System.Text.Json;
using Apimart.Video.Simulator;

namespace Apimart.Video.Client.Tests.Simulator;

/// <summary>The life of a task.</summary>
public sealed class SimulatorTaskTests
{
    private static readonly SimulatorOptions s_exact = new()
    {
        TaskDuration = TimeSpan.FromSeconds(100),
        TaskDurationSpread = 0,
    };

    [Fact]
    public async Task A_task_is_submitted_then_processing_with_growing_progress_then_completed()
    {
        await using SimulatorProbe probe = new(s_exact);
        string id = await probe.SubmitOne();
        List<(string?, int)> seen = [];
        for (int i = 0; i < 5; i++)
        {
            JsonElement data = await probe.Data(id);
            seen.Add((data.GetProperty("status").GetString(), data.GetProperty("progress").GetInt32()));
            probe.Time.Advance(TimeSpan.FromSeconds(25));
        }

        Assert.Equal([("submitted", 0), ("processing", 25), ("processing", 50), ("processing", 75), ("completed", 100)], seen);
    }

    [Fact]
    public async Task A_running_task_states_its_estimate_and_neither_cost_nor_end()
    {
        await using SimulatorProbe probe = new(s_exact);

        JsonElement data = await probe.Data(await probe.SubmitOne());

        Assert.Equal(250, data.GetProperty("estimated_time").GetInt32());
        Assert.False(data.TryGetProperty("completed", out _));
        Assert.False(data.TryGetProperty("cost", out _));
        Assert.False(data.TryGetProperty("result", out _));
    }

    [Fact]
    public async Task A_completed_task_has_times_cost_and_a_link_in_an_array()
    {
        await using SimulatorProbe probe = new(s_exact);
        string id = await probe.SubmitOne();
        long created = probe.Time.GetUtcNow().ToUnixTimeSeconds();
        probe.Time.Advance(TimeSpan.FromSeconds(300));

        JsonElement data = await probe.Data(id);

        Assert.Equal(id, data.GetProperty("id").GetString());
        Assert.Equal(created, data.GetProperty("created").GetInt64());
        Assert.Equal(created + 100, data.GetProperty("completed").GetInt64());
        Assert.Equal(100, data.GetProperty("actual_time").GetInt32());
        Assert.Equal(1.2, data.GetProperty("cost").GetDouble());
        JsonElement video = data.GetProperty("result").GetProperty("videos")[0];
        Assert.StartsWith(probe.Server.FileBaseUri.ToString(), video.GetProperty("url")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(created + 300 + 86400, video.GetProperty("expires_at").GetInt64());
        Assert.NotEqual(probe.Server.BaseUri.Authority, probe.Server.FileBaseUri.Authority);
    }

    [Fact]
    public async Task A_failed_task_is_a_200_with_progress_100_and_costs_nothing()
    {
        await using SimulatorProbe probe = new(s_exact);
        string id = await probe.SubmitOne("""{"model":"sora-2","prompt":"please [refuse]"}""");
        probe.Time.Advance(TimeSpan.FromSeconds(100));

        HttpResponseMessage response = await probe.Look(id);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        JsonElement body = await SimulatorProbe.Json(response);
        JsonElement data = body.GetProperty("data");
        Assert.Equal(200, body.GetProperty("code").GetInt32());
        Assert.Equal("failed", data.GetProperty("status").GetString());
        Assert.Equal(100, data.GetProperty("progress").GetInt32());
        Assert.Equal(0, data.GetProperty("cost").GetDouble());
        Assert.Equal("task_failed", data.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("moderation", data.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, Assert.Single(probe.Server.Bill).Cost);
    }

    [Theory]
    [InlineData("task_01KWSSTSYX8ZKK6PKT07G81DH8", HttpStatusCode.NotFound)]
    [InlineData("nonsense", HttpStatusCode.BadRequest)]
    [InlineData("task_", HttpStatusCode.BadRequest)]
    public async Task An_id_that_nobody_gave_out_is_not_found_or_malformed(string id, HttpStatusCode status)
    {
        await using SimulatorProbe probe = new();

        HttpResponseMessage response = await probe.Look(id);

        Assert.Equal(status, response.StatusCode);
        string message = (await SimulatorProbe.Json(response)).GetProperty("error").GetProperty("message").GetString()!;
        Assert.Contains(status == HttpStatusCode.NotFound ? "does not exist or has expired" : "Invalid task ID format", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_is_forgotten_after_its_retention()
    {
        await using SimulatorProbe probe = new(s_exact with { TaskRetention = TimeSpan.FromDays(3) });
        string id = await probe.SubmitOne();
        probe.Time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await probe.Look(id)).StatusCode);

        probe.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(HttpStatusCode.NotFound, (await probe.Look(id)).StatusCode);
    }

    [Fact]
    public async Task A_faster_clock_ends_tasks_sooner()
    {
        await using SimulatorProbe probe = new(s_exact with { Speed = 50 });
        string id = await probe.SubmitOne();

        probe.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("completed", (await probe.Data(id)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_ids_and_fates_in_any_order_of_arrival()
    {
        string[] bodies = Enumerable.Range(0, 30).Select(i => $$"""{"model":"sora-2","prompt":"shot {{i % 20}}"}""").ToArray();

        Assert.Equal(await Fates(7, bodies), await Fates(7, bodies.Reverse()));
        Assert.NotEqual(await Fates(7, bodies), await Fates(8, bodies));
    }

    [Fact]
    public async Task The_failure_rate_is_the_part_of_the_tasks_that_fails()
    {
        SimulatorOptions options = new() { FailureRate = 0.25 };
        await using SimulatorProbe probe = new(options);
        await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => probe.SubmitOne()));
        probe.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.InRange(probe.Server.Bill.Count(charge => charge.Cost == 0), 70, 130);
    }

    private static async Task<List<string>> Fates(int seed, IEnumerable<string> bodies)
    {
        await using SimulatorProbe probe = new(new SimulatorOptions { Seed = seed, FailureRate = 0.3 });
        foreach (string body in bodies)
        {
            await probe.SubmitOne(body);
        }

        probe.Time.Advance(TimeSpan.FromSeconds(5));
        return probe.Server.Bill.Select(charge => $"{charge.TaskId} {charge.Prompt} {charge.Cost}").Order().ToList();
    }
}
