using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Api;

public sealed class TaskAnswerTests
{
    // The two samples of omni-flash-ext.txt.
    [Fact]
    public async Task A_completed_task_is_read_as_the_document_shows_it()
    {
        ApimartTask task = await PollAsync("""
            {"code":200,"data":{"id":"task_X","status":"completed","progress":100,"created":1779246294,"completed":1779246534,
             "actual_time":240,"estimated_time":600,"cost":0.4,
             "result":{"videos":[{"url":["https://cdn.example.com/videos/abc.mp4"],"expires_at":1779332760}]}}}
            """);

        Assert.Equal(ApimartTaskStatus.Completed, task.Status);
        Assert.Equal((240, 600, 0.4m), (task.ActualTime!.Value.TotalSeconds, task.EstimatedTime!.Value.TotalSeconds, task.Cost));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1779246534), task.CompletedAt);
        VideoLink link = Assert.Single(task.Videos);
        Assert.Equal("https://cdn.example.com/videos/abc.mp4", link.Url!.AbsoluteUri);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1779332760), link.ExpiresAt);
    }

    [Fact]
    public async Task A_failed_task_is_http_200_with_its_reason_inside()
    {
        ApimartTask task = await PollAsync("""
            {"code":200,"data":{"id":"task_X","status":"failed","progress":100,"cost":0,
             "error":{"message":"invalid duration 7, must be one of 4/6/8/10","code":"task_failed"}}}
            """);

        Assert.Equal((ApimartTaskStatus.Failed, 0m, 100), (task.Status, task.Cost, task.Progress));
        Assert.Equal(new TaskFault("task_failed", "invalid duration 7, must be one of 4/6/8/10"), task.Error);
    }

    // The forms of the link in api.md, section 2, "Finding the video".
    [Theory]
    [InlineData("""{"videos":[{"url":["https://h/1.mp4","https://h/2.mp4"]}]}""", 2)]
    [InlineData("""{"videos":[{"url":"https://h/1.mp4"}]}""", 1)]
    [InlineData("""{"videos":["https://h/1.mp4"]}""", 1)]
    [InlineData("""{"videos":[{"video_url":"https://h/1.mp4"}]}""", 1)]
    [InlineData("""{"videos":[{"urls":["https://h/1.mp4"]}]}""", 1)]
    [InlineData("""{"url":"https://h/1.mp4"}""", 1)]
    [InlineData("""{"videos":[]}""", 0)]
    [InlineData("""{"videos":[{"url":[]}]}""", 0)]
    [InlineData("""{"videos":[{"url":["not a link"]}]}""", 0)]
    [InlineData("null", 0)]
    public async Task Links_are_found_as_array_string_or_absent(string result, int count)
    {
        ApimartTask task = await PollAsync("""{"code":200,"data":{"id":"task_X","status":"completed","result":RESULT}}""".Replace("RESULT", result, StringComparison.Ordinal));

        Assert.Equal(count, task.Videos.Length);
        Assert.All(task.Videos, link => Assert.StartsWith("https://h/", link.Url!.AbsoluteUri, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"code":200,"data":{"id":"task_Y","status":"completed","result":{"videos":[{"url":["https://h/1.mp4"]}]}}}""")]
    [InlineData("""{"code":200,"data":{"task_id":"task_Y","status":"failed","error":{"message":"no"}}}""")]
    [InlineData("""{"code":200,"data":[{"id":"task_Y","status":"completed"},{"id":"task_Z","status":"processing"}]}""")]
    [InlineData("""{"task_id":"task_Y","data":{"status":"completed"}}""")]
    [InlineData("""{"id":"task_Y","status":"completed","progress":100}""")]
    [InlineData("""{"data":{"id":1234,"status":"succeeded"}}""")]
    public async Task What_is_said_of_another_task_ends_this_one_in_no_way(string body)
    {
        using TempFolder folder = new();
        using ScriptedServer server = new(ScriptedServer.Answer(200, body));
        using TaskJournal journal = TaskJournal.Open(folder.Path, server.Address);
        using ApimartClient client = new(new ApimartClientOptions { ApiKey = "sk-test", BaseUri = server.Address, Journal = journal });

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => client.PollAsync("task_X", CancellationToken.None));

        Assert.Equal(ApimartErrorKind.Protocol, fault.Kind);
        Assert.Contains("about another", fault.Message, StringComparison.Ordinal);
        Assert.Null(journal.Find("task_X"));
        Assert.Null(journal.Find("task_Y"));
    }

    [Theory]
    [InlineData("""{"data":[{"id":"task_Y","status":"failed"},{"id":"task_X","status":"completed"}]}""")]
    [InlineData("""{"id":"req_1","data":{"status":"completed"}}""")]
    [InlineData("""{"data":{"id":"TASK_X","status":"completed"}}""")]
    [InlineData("""{"data":{"id":"vid_9","task_id":"task_X","status":"completed"}}""")]
    [InlineData("""{"data":{"status":"completed","result":{"videos":[{"id":"vid_9","url":"https://h/1.mp4"}]}}}""")]
    public async Task What_is_said_of_this_task_is_believed_whatever_stands_beside_it(string body) =>
        Assert.Equal(ApimartTaskStatus.Completed, (await PollAsync(body)).Status);

    [Fact]
    public async Task A_read_is_repeated_after_a_server_error_and_a_broken_connection()
    {
        using ScriptedServer server = new(
            ScriptedServer.Answer(503, "{}", "Retry-After: 7"),
            ScriptedServer.Answer(200, "<html>"),
            ScriptedServer.Answer(200, """{"data":{"status":"processing"}}"""));
        ManualTime time = new();
        using ApimartClient client = new(new ApimartClientOptions { ApiKey = "sk-t", BaseUri = server.Address, TimeProvider = time, ReadTimeout = TimeSpan.FromHours(1) });
        DateTimeOffset start = time.GetUtcNow();

        Task<ApimartTask> look = client.GetTaskAsync("task_1");
        await time.RunUntil(look, horizon: TimeSpan.FromMinutes(10));

        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(ApimartTaskStatus.Processing, (await look).Status);
        Assert.InRange((time.GetUtcNow() - start).TotalSeconds, 7, 60);
    }

    [Fact]
    public async Task A_wrong_key_is_not_tried_again()
    {
        using ScriptedServer server = new(
            ScriptedServer.Answer(401, """{"error":{"message":"API key is required","type":"apimart_error"}}"""),
            ScriptedServer.Answer(200, """{"data":{"status":"processing"}}"""));
        using ApimartClient client = new(new ApimartClientOptions { ApiKey = "sk-t", BaseUri = server.Address });

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => client.GetTaskAsync("task_1"));

        Assert.Equal((ApimartErrorKind.Authentication, "apimart_error"), (fault.Kind, fault.Type));
        Assert.Single(server.Requests);
    }

    private static async Task<ApimartTask> PollAsync(string body)
    {
        using ScriptedServer server = new(ScriptedServer.Answer(200, body));
        using ApimartClient client = new(new ApimartClientOptions { ApiKey = "sk-test", BaseUri = server.Address });
        return await client.GetTaskAsync("task_X");
    }
}
