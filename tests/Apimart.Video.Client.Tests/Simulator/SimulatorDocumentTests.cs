using System.Net;
using System.Text.Json;
using Apimart.Video.Models;
using Apimart.Video.Simulator;

namespace Apimart.Video.Client.Tests.Simulator;

/// <summary>Documents, languages, names and prices of the simulator.</summary>
public sealed class SimulatorDocumentTests
{
    [Fact]
    public async Task A_models_documentation_has_the_fields_that_the_vendors_client_reads()
    {
        await using SimulatorProbe probe = new();

        JsonElement docs = await SimulatorProbe.Json(await probe.Get("v1/model-docs?model=sora-2"));

        Assert.Equal("model.documentation", docs.GetProperty("object").GetString());
        Assert.Equal("sora-2", docs.GetProperty("model").GetString());
        Assert.Equal(604800, docs.GetProperty("cache_ttl_seconds").GetInt32());
        Assert.False(docs.GetProperty("stale").GetBoolean());
        Assert.All(["doc_url", "markdown_url", "markdown", "fetched_at"], field => Assert.NotEmpty(docs.GetProperty(field).GetString()!));
        Assert.Equal(HttpStatusCode.NotFound, (await probe.Get("v1/model-docs?model=veo9")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await probe.Get("v1/model-docs")).StatusCode);
    }

    [Theory]
    [InlineData("", "the content did not pass moderation")]
    [InlineData("?language=en", "the content did not pass moderation")]
    [InlineData("?language=%20DE%20", "der Inhalt hat die Prüfung nicht bestanden")]
    [InlineData("?language=zh", "内容未通过审核")]
    public async Task A_failure_is_told_in_the_language_that_is_asked_for(string query, string message)
    {
        await using SimulatorProbe probe = new();
        string id = await probe.SubmitOne("""{"model":"veo3.1-fast","prompt":"a fox [refuse]"}""");
        probe.Time.Advance(TimeSpan.FromMinutes(1));

        JsonElement task = (await SimulatorProbe.Json(await probe.Get($"v1/tasks/{id}{query}"))).GetProperty("data");

        Assert.Equal(message, task.GetProperty("error").GetProperty("message").GetString());
        Assert.Equal("task_failed", task.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_language_with_a_region_is_refused_in_a_look_and_in_a_submit()
    {
        await using SimulatorProbe probe = new();
        string id = await probe.SubmitOne();

        Assert.Equal(HttpStatusCode.BadRequest, (await probe.Get($"v1/tasks/{id}?language=zh-CN")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await probe.Post("""{"model":"veo3.1-fast","prompt":"x","language":"zh-CN"}""")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await probe.Post("""{"model":"veo3.1-fast","prompt":"x","language":"pt"}""")).StatusCode);
    }

    [Theory]
    [InlineData("v1/tasks/bad", "Bad Request")]
    [InlineData("v1/nowhere", "Not Found")]
    public async Task A_status_comes_with_its_own_phrase(string path, string phrase)
    {
        await using SimulatorProbe probe = new();

        Assert.Equal(phrase, (await probe.Get(path)).ReasonPhrase);
    }

    [Theory]
    [InlineData(-1, 30)]
    [InlineData(4, 4)]
    [InlineData(null, 5)]
    public async Task A_length_that_the_model_chooses_is_billed_as_the_longest(int? duration, int billed)
    {
        await using SimulatorProbe probe = new();

        await probe.Post($$"""{"model":"seedance-2.5","prompt":"x","resolution":"480p"{{(duration is null ? "" : $",\"duration\":{duration}")}}}""");

        Assert.Equal(0.09608m * billed, Assert.Single(probe.Server.Bill).Amount);
    }

    [Fact]
    public async Task The_schema_of_a_seed_model_is_its_document()
    {
        await using SimulatorProbe probe = new();

        JsonElement fields = (await SimulatorProbe.Json(await probe.Get("v1/models/sora-2/schema"))).GetProperty("input_schema").GetProperty("properties");

        Assert.Equal("integer", fields.GetProperty("duration").GetProperty("type").GetString());
        Assert.False(fields.GetProperty("duration").TryGetProperty("enum", out _));
        Assert.Equal(["16:9", "9:16"], fields.GetProperty("aspect_ratio").GetProperty("enum").EnumerateArray().Select(value => value.GetString()));
    }

    [Theory]
    [InlineData("veo3.1", HttpStatusCode.BadRequest)]
    [InlineData("doubao-seedance-2.0-face", HttpStatusCode.BadRequest)]
    [InlineData("wan2.6-i2v", HttpStatusCode.BadRequest)]
    [InlineData("doubao-seedance-2.5", HttpStatusCode.OK)]
    [InlineData("veo3.1-fast", HttpStatusCode.OK)]
    public async Task A_name_is_taken_only_if_a_document_names_it(string name, HttpStatusCode status)
    {
        await using SimulatorProbe probe = new();

        Assert.Equal(status, (await probe.Post($$"""{"model":"{{name}}","prompt":"x"}""")).StatusCode);
    }

    [Fact]
    public async Task A_draft_becomes_a_final_within_seven_days()
    {
        await using SimulatorProbe probe = new(new SimulatorOptions { TaskRetention = TimeSpan.FromDays(30) });
        string id = await probe.SubmitOne("""{"model":"seedance-2.5","prompt":"x","draft":true,"resolution":"480p"}""");
        string final = $$"""{"model":"seedance-2.5","prompt":"x","draft_task_id":"{{id}}","resolution":"1080p"}""";

        Assert.Equal(HttpStatusCode.BadRequest, (await probe.Post(final)).StatusCode);
        probe.Time.Advance(TimeSpan.FromDays(6));
        Assert.Equal(HttpStatusCode.OK, (await probe.Post(final)).StatusCode);
        probe.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(HttpStatusCode.BadRequest, (await probe.Post(final)).StatusCode);
    }

    [Fact]
    public void Every_price_has_a_date_and_a_source()
    {
        PriceQuote[] quotes = [.. ModelCatalogue.Default.Models.SelectMany(model => model.Prices)];

        Assert.All(quotes, quote => Assert.Contains(quote.Date, $"{quote}", StringComparison.Ordinal));
        Assert.All(quotes, quote => Assert.Contains(quote.Source, $"{quote}", StringComparison.Ordinal));
        Assert.True(ModelCatalogue.Default.TryFind("veo3.1-fast", out VideoModel? veo));
        Assert.Equal("USD a second: 720p: 0.064, 1080p: 0.08, 4k: 0.2 (a page that quotes it by the second; others charge by the video, 2026-10-12)", $"{veo.Prices[1]}");
    }
}
