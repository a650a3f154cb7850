using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Apimart.Video.Models;
using Apimart.Video.Simulator;

namespace Apimart.Video.Client.Tests.Simulator;

/// <summary>The submit route against the seed documents, at the socket.</summary>
public sealed class SimulatorSubmitTests
{
    private const string Omni = "\"model\":\"Omni-Flash-Ext\",\"prompt\":\"x\"";
    private const string Grok = "\"model\":\"grok-imagine-1.0-video-apimart\",\"prompt\":\"x\"";
    private const string Sora = "\"model\":\"sora-2\",\"prompt\":\"x\"";
    private const string Veo = "\"model\":\"veo3.1-quality\",\"prompt\":\"x\"";
    private const string Pixel = "data:image/png;base64,iVBORw0KGgo=";

    [Theory]
    [InlineData("""{"model":"grok-imagine-1.0-video-apimart","prompt":"A dog","size":"16:9","duration":6,"quality":"720p"}""")]
    [InlineData("""{"model":"grok-imagine-1.0-video-apimart","prompt":"x","image_urls":["https://example.com/start.png"],"size":"16:9","duration":10,"quality":"720p"}""")]
    [InlineData("""{"model":"sora-2","prompt":"A waterfall","duration":5,"aspect_ratio":"16:9","image_urls":["https://example.com/image.png"]}""")]
    [InlineData("""{"model":"veo3.1-fast","prompt":"Dolphins","duration":8,"aspect_ratio":"16:9","image_urls":["https://cdn.apimart.ai/doc/a_0.png"]}""")]
    [InlineData("""{"model":"Omni-Flash-Ext","prompt":"x","duration":10,"resolution":"1080p","aspect_ratio":"9:16","image_urls":["https://example.com/a.jpg","https://example.com/b.jpg","https://example.com/c.jpg"]}""")]
    [InlineData("""{"model":"Omni-Flash-Ext","prompt":"x","duration":4,"resolution":"4K","image_urls":[]}""")]
    [InlineData("{" + Omni + ",\"image_urls\":[\"" + Pixel + "\"]}")]
    [InlineData("{" + Omni + ",\"size\":\"9:16\",\"aspect_ratio\":\"9:16\"}")]
    [InlineData("{" + Omni + ",\"size\":\"5:1\"}")]
    [InlineData("""{"model":"kling-3.0-turbo","prompt":"x","aspect_ratio":"1:1","first_frame_image":"https://example.com/1.png"}""")]
    [InlineData("{" + Omni + ",\"image_urls\":[\"https://a.b/1\",\"https://a.b/2\",\"https://a.b/3\",\"https://a.b/4\"]}")]
    [InlineData("{" + Grok + ",\"duration\":30}")]
    [InlineData("{" + Sora + "}")]
    [InlineData("{" + Veo + ",\"duration\":null}")]
    public async Task A_request_as_the_documents_show_it_is_accepted_and_billed_once(string body)
    {
        await using SimulatorProbe probe = new();

        HttpResponseMessage response = await probe.Post(body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(body, Assert.Single(probe.Server.Bill).Body);
    }

    [Theory]
    [InlineData("""{"model":"Omni-Flash-Extra","prompt":"x"}""", "invalid_request_error")]
    [InlineData("""{"model":"omni-flash-ext","prompt":"x"}""", "invalid_request_error")]
    [InlineData("""{"prompt":"x"}""", "invalid_request_error")]
    [InlineData("""{"model":"Omni-Flash-Ext","prompt":"  "}""", "invalid_request_error")]
    [InlineData("""{"model":"Omni-Flash-Ext"}""", "invalid_request_error")]
    [InlineData("""{"model":"sora-2","prompt":7}""", "invalid_request_error")]
    [InlineData("""{"model":"sora-2",""", "invalid_request_error")]
    [InlineData("[]", "invalid_request_error")]
    [InlineData("""{"model":"sora-2","prompt":"half a pair: \ud83d"}""", "invalid_request_error")]
    [InlineData("", "invalid_request_error")]
    [InlineData("{" + Omni + ",\"duration\":7}", "invalid_duration")]
    [InlineData("{" + Omni + ",\"duration\":5}", "invalid_duration")]
    [InlineData("{" + Omni + ",\"resolution\":\"480p\"}", "invalid_resolution")]
    [InlineData("{" + Omni + ",\"image_urls\":[\"https://a.b/1\",\"https://a.b/2\"]}", "unsupported_image_count")]
    [InlineData("{" + Omni + ",\"image_urls\":[\"a picture\"]}", "invalid_request_error")]
    [InlineData("{" + Omni + ",\"image_urls\":[\"data:image/png;base64,%%\"]}", "invalid_request_error")]
    [InlineData("{" + Omni + ",\"size\":\"9:16\",\"aspect_ratio\":\"16:9\"}", "invalid_request_error")]
    [InlineData("{" + Grok + ",\"duration\":\"6\"}", "invalid_request_error")]
    [InlineData("{" + Grok + ",\"duration\":5}", "invalid_request_error")]
    [InlineData("{" + Grok + ",\"duration\":31}", "invalid_request_error")]
    [InlineData("{" + Grok + ",\"duration\":6.5}", "invalid_request_error")]
    [InlineData("{" + Grok + ",\"quality\":\"720P\"}", "invalid_request_error")]
    [InlineData("{" + Grok + ",\"size\":\"4:3\"}", "invalid_request_error")]
    [InlineData("{" + Grok + ",\"image_urls\":\"https://a.b/1\"}", "invalid_request_error")]
    [InlineData("{" + Grok + ",\"image_urls\":[\"" + Pixel + "\"]}", "invalid_request_error")]
    [InlineData("{" + Grok + ",\"image_urls\":[\"http://a/1\",\"http://a/2\",\"http://a/3\",\"http://a/4\",\"http://a/5\",\"http://a/6\",\"http://a/7\",\"http://a/8\"]}", "invalid_request_error")]
    [InlineData("{" + Sora + ",\"aspect_ratio\":\"1:1\"}", "invalid_request_error")]
    [InlineData("{" + Sora + ",\"image_urls\":[\"ftp://a.b/1.png\"]}", "invalid_request_error")]
    [InlineData("{" + Sora + ",\"image_urls\":[\"https://a.b/1.gif\"]}", "invalid_request_error")]
    [InlineData("{" + Veo + ",\"duration\":6}", "invalid_request_error")]
    public async Task A_request_against_the_documents_is_refused_with_the_documented_word_and_not_billed(string body, string type)
    {
        await using SimulatorProbe probe = new();

        HttpResponseMessage response = await probe.Post(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        JsonElement error = (await SimulatorProbe.Json(response)).GetProperty("error");
        Assert.Equal(type, error.GetProperty("type").GetString());
        Assert.Equal(400, error.GetProperty("code").GetInt32());
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.Empty(probe.Server.Bill);
    }

    [Fact]
    public async Task Most_models_answer_with_an_array_that_holds_a_task_id()
    {
        await using SimulatorProbe probe = new();

        JsonElement answer = await SimulatorProbe.Json(await probe.Post());

        Assert.Equal(200, answer.GetProperty("code").GetInt32());
        JsonElement task = answer.GetProperty("data")[0];
        Assert.Equal("submitted", task.GetProperty("status").GetString());
        Assert.Matches(new Regex("^task_[0-7][0-9A-HJKMNP-TV-Z]{25}$"), task.GetProperty("task_id").GetString());
    }

    [Fact]
    public async Task Grok_answers_with_an_object_that_holds_an_id()
    {
        await using SimulatorProbe probe = new();

        JsonElement data = (await SimulatorProbe.Json(await probe.Post("{" + Grok + "}"))).GetProperty("data");

        Assert.StartsWith("task_", data.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal("submitted", data.GetProperty("status").GetString());
        Assert.Equal(0, data.GetProperty("progress").GetInt32());
        Assert.Equal(probe.Time.GetUtcNow().ToUnixTimeSeconds(), data.GetProperty("created").GetInt64());
        Assert.Equal("video", data.GetProperty("type").GetString());
    }

    [Fact]
    public async Task The_version_header_asks_for_a_202_with_a_place_to_look()
    {
        await using SimulatorProbe probe = new();

        HttpResponseMessage response = await probe.Post(version: "2026-07-27");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("2026-07-27", Assert.Single(response.Headers.GetValues("X-APIMart-Response-Version")));
        JsonElement answer = await SimulatorProbe.Json(response);
        Assert.Equal(202, answer.GetProperty("code").GetInt32());
        Assert.Equal("generation.task", answer.GetProperty("data").GetProperty("object").GetString());
        string id = answer.GetProperty("data").GetProperty("id").GetString()!;
        Assert.Equal($"/v1/tasks/{id}", answer.GetProperty("data").GetProperty("poll_url").GetString());
        Assert.StartsWith("req_", answer.GetProperty("request_id").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_does_not_exist_is_an_invalid_url()
    {
        await using SimulatorProbe probe = new();

        HttpResponseMessage response = await probe.Get("v1/nowhere");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("Invalid URL", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"model":"Omni-Flash-Ext","prompt":"x","duration":10,"resolution":"1080p"}""", 0.4)]
    [InlineData("""{"model":"Omni-Flash-Ext","prompt":"x","duration":4,"resolution":"4k"}""", 0.75)]
    [InlineData("""{"model":"Omni-Flash-Ext","prompt":"x"}""", 0.3)]
    [InlineData("""{"model":"veo3.1-fast","prompt":"x"}""", 1.2)]
    public async Task The_bill_follows_the_price_list(string body, double amount)
    {
        await using SimulatorProbe probe = new();

        await probe.Post(body);

        Assert.Equal((decimal)amount, Assert.Single(probe.Server.Bill).Amount);
    }

    [Fact]
    public async Task Hundreds_of_parallel_submits_get_an_id_and_a_charge_each()
    {
        const int Requests = 400;
        await using SimulatorProbe probe = new();

        string[] ids = await Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => probe.SubmitOne()));

        Assert.Equal(Requests, ids.Distinct().Count());
        Assert.Equal(ids.Order(), probe.Server.Bill.Select(charge => charge.TaskId).Order());
        Assert.Equal(Requests, probe.Server.Requests.Submits);
    }

    [Fact]
    public async Task Every_parameter_of_every_model_in_the_catalogue_is_checked_without_a_fault_of_the_simulator()
    {
        await using SimulatorProbe probe = new();
        foreach (VideoModel model in ModelCatalogue.Default.Models)
        {
            foreach (VideoModelParameter parameter in model.Parameters)
            {
                JsonObject body = new()
                {
                    ["model"] = model.Name,
                    ["prompt"] = "x",
                    [parameter.WireName] = JsonNode.Parse(Sample(parameter)),
                };

                HttpResponseMessage response = await probe.Post(body.ToJsonString());

                string answer = await response.Content.ReadAsStringAsync();
                Assert.True(
                    response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest,
                    $"{model.Name} {parameter.WireName}: {answer}");
                Assert.DoesNotContain("does not exist", answer, StringComparison.Ordinal);
            }
        }
    }

    private static string Sample(VideoModelParameter parameter) => parameter.Type switch
    {
        ParameterType.Integer or ParameterType.Number => parameter.SuggestedValues.FirstOrDefault() ?? "1",
        ParameterType.Boolean => "true",
        ParameterType.StringArray => "[\"https://example.com/1.png\"]",
        ParameterType.Object => "{}",
        ParameterType.ObjectArray => "[{}]",
        _ => $"\"{parameter.SuggestedValues.FirstOrDefault() ?? "https://example.com/1.png"}\"",
    };
}
