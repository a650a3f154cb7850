using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Models;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Api;

public sealed class SubmitEnvelopeTests
{
    // The shapes A to E of api.md, section 3, and the places of the id that it lists.
    [Theory]
    [InlineData(200, """{"code":200,"data":[{"status":"submitted","task_id":"task_A"}]}""", "task_A", ApimartTaskStatus.Submitted)]
    [InlineData(200, """{"code":200,"data":{"id":"task_B","status":"submitted","progress":0,"created":1710000000,"type":"video"}}""", "task_B", ApimartTaskStatus.Submitted)]
    [InlineData(200, """{"code":200,"data":{"id":"task_C","object":"video.generation.task","created":1,"model":"m","progress":3,"status":"pending","task_info":{"can_cancel":true,"estimated_time":90},"type":"video"}}""", "task_C", ApimartTaskStatus.Submitted)]
    [InlineData(202, """{"code":202,"data":{"id":"task_D","object":"generation.task","status":"queued","poll_url":"/v1/tasks/task_D"},"request_id":"r"}""", "task_D", ApimartTaskStatus.Submitted)]
    [InlineData(202, """{"code":202,"data":{"id":"task_D","object":"generation.result","status":"completed"}}""", "task_D", ApimartTaskStatus.Completed)]
    [InlineData(200, """{"data":{"status":"processing","task_id":"task_E"}}""", "task_E", ApimartTaskStatus.Processing)]
    [InlineData(200, """{"code":200,"data":[{"id":"task_F"}]}""", "task_F", ApimartTaskStatus.Submitted)]
    [InlineData(200, """{"task_id":"task_G"}""", "task_G", ApimartTaskStatus.Submitted)]
    [InlineData(200, """{"id":"task_H","status":"in_progress"}""", "task_H", ApimartTaskStatus.Processing)]
    [InlineData(202, """{"code":200,"data":[{"task_id":"task_I"}]}""", "task_I", ApimartTaskStatus.Submitted)]
    [InlineData(200, """{"code":202,"data":[{"task_id":"task_J"}]}""", "task_J", ApimartTaskStatus.Submitted)]
    public async Task The_id_is_found_in_every_known_envelope(int status, string body, string id, ApimartTaskStatus expected)
    {
        using ScriptedServer server = new(ScriptedServer.Answer(status, body));
        using ApimartClient client = new(new ApimartClientOptions { ApiKey = "sk-test", BaseUri = server.Address });

        ApimartTask task = await client.SubmitAsync(new VideoRequest { Model = "veo3.1-fast", Prompt = "a fox" });

        Assert.Equal((id, expected), (task.TaskId, task.Status));
        Assert.Equal(("veo3.1-fast", "a fox"), (task.Model, task.Prompt));
    }

    [Theory]
    [InlineData("""{"code":200,"data":[]}""")]
    [InlineData("""{"code":200,"data":{"status":"submitted"}}""")]
    [InlineData("""{"code":200,"data":[{"task_id":""}]}""")]
    [InlineData("""{}""")]
    [InlineData("""<html>busy</html>""")]
    [InlineData("")]
    public async Task A_success_without_an_id_is_an_unknown_outcome_and_is_not_repeated(string body)
    {
        using ScriptedServer server = new(ScriptedServer.Answer(200, body), ScriptedServer.Answer(200, """{"task_id":"task_Z"}"""));
        using ApimartClient client = new(new ApimartClientOptions { ApiKey = "sk-test", BaseUri = server.Address });

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() =>
            client.SubmitAsync(new VideoRequest { Model = "veo3.1-fast", Prompt = "a fox" }));

        Assert.Equal(ApimartErrorKind.OutcomeUnknown, fault.Kind);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_submit_carries_the_key_as_a_bearer_token_an_idempotency_key_and_bare_numbers()
    {
        using ScriptedServer server = new(ScriptedServer.Answer(200, """{"task_id":"task_A"}"""));
        using ApimartClient client = new(new ApimartClientOptions { ApiKey = "sk-test", BaseUri = server.Address });

        await client.SubmitAsync(new VideoRequest
        {
            Model = "grok-imagine-1.0-video-apimart",
            Prompt = "A dog",
            Parameters = new Dictionary<string, object?> { ["Duration"] = "6", ["AspectRatio"] = "16:9", ["Resolution"] = " " },
        });

        string request = Assert.Single(server.Requests);
        Assert.StartsWith("POST /v1/videos/generations HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nAuthorization: Bearer sk-test\r\n", request, StringComparison.Ordinal);
        Assert.Matches("\r\nIdempotency-Key: [!-~]{1,191}\r\n", request);
        Assert.EndsWith(
            """{"model":"grok-imagine-1.0-video-apimart","prompt":"A dog","duration":6,"size":"16:9"}""",
            request,
            StringComparison.Ordinal);
    }
}
