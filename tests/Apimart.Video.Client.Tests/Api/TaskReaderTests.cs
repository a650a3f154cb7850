using System.Text.Json;
using Apimart.Video.Api;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Api;

/// <summary>What is read of a task field by field, and when an answer describes one at all.</summary>
public sealed class TaskReaderTests
{
    private static readonly DateTimeOffset s_time = DateTimeOffset.FromUnixTimeSeconds(1764000000);

    [Theory]
    [InlineData("-5", 0)]
    [InlineData("0", 0)]
    [InlineData("42.9", 42)]
    [InlineData("100", 100)]
    [InlineData("1e99", 100)]
    [InlineData("\"much\"", 0)]
    [InlineData("null", 0)]
    public void Progress_is_between_nothing_and_all(string said, int progress) =>
        Assert.Equal(progress, Read($$"""{"status":"processing","progress":{{said}}}""")!.Progress);

    [Theory]
    [InlineData("""{"created":1764000000,"completed":1764000060,"estimated_time":90}""")]
    [InlineData("""{"created_at":1764000000,"completed_at":1764000060,"task_info":{"estimated_time":90}}""")]
    [InlineData("""{"created":1764000000,"created_at":1,"completed":1764000060,"completed_at":2,"estimated_time":90,"task_info":{"estimated_time":3}}""")]
    public void Times_are_found_under_either_name(string fields)
    {
        ApimartTask task = Read($$"""{"status":"completed",{{fields[1..]}}""")!;

        Assert.Equal((s_time, s_time.AddMinutes(1), TimeSpan.FromSeconds(90)), (task.CreatedAt, task.CompletedAt, task.EstimatedTime));
    }

    [Theory]
    [InlineData("""{"status":"a","state":"b","task_status":"c"}""", "a")]
    [InlineData("""{"state":"b","task_status":"c"}""", "b")]
    [InlineData("""{"task_status":"c"}""", "c")]
    public void The_word_for_its_state_is_found_under_each_name(string data, string word)
    {
        ApimartTask task = Read(data)!;

        Assert.Equal((word, ApimartTaskStatus.Processing), (task.StatusText, task.Status));
    }

    /// <summary>A remark may say that all is well: it is a reason only where something ended without a video.</summary>
    [Theory]
    [InlineData("submitted", "", false)]
    [InlineData("processing", "", false)]
    [InlineData("completed", """,'result':{'videos':['https://h/1.mp4']}""", false)]
    [InlineData("completed", "", true)]
    [InlineData("failed", "", true)]
    [InlineData("cancelled", "", true)]
    [InlineData("expired", "", true)]
    public void A_remark_is_the_reason_of_what_ended_without_a_video(string status, string more, bool isReason) => Assert.Equal(
        isReason ? "a remark" : null,
        Read($"{{'status':'{status}','message':'a remark'{more}}}".Replace('\'', '"'))!.Error?.Message);

    [Theory]
    [InlineData("""{"error":{"message":"no"}}""", null)]
    [InlineData("""{"id":"t","error":{"message":"no"}}""", ApimartTaskStatus.Failed)]
    [InlineData("""{"id":"t"}""", null)]
    [InlineData("""{"id":"t","completed":1764000000}""", ApimartTaskStatus.Completed)]
    [InlineData("""{"completed":1764000000}""", null)]
    [InlineData("""{"result":{"videos":["https://h/1.mp4"]}}""", ApimartTaskStatus.Completed)]
    public void Data_describe_a_task_by_a_word_a_link_or_an_ending_with_its_id(string data, ApimartTaskStatus? status) => Assert.Equal(status, Read(data)?.Status);

    [Theory]
    [InlineData("""{"status":"processing"}""", ApimartTaskStatus.Processing)]
    [InlineData("""{"status":"success"}""", null)]
    [InlineData("""{"status":"failed"}""", null)]
    [InlineData("""{"id":"other","status":"success"}""", null)]
    [InlineData("""{"id":"t","status":"success"}""", ApimartTaskStatus.Completed)]
    [InlineData("""{"status":"success","progress":100}""", ApimartTaskStatus.Completed)]
    [InlineData("""{"status":"failed","result":null}""", null)]
    [InlineData("""{"status":"failed","result":{}}""", ApimartTaskStatus.Failed)]
    [InlineData("""{"status":"success","completed":1764000000}""", ApimartTaskStatus.Completed)]
    [InlineData("""{"progress":100}""", null)]
    [InlineData("""{"url":"https://h/1.mp4"}""", ApimartTaskStatus.Completed)]
    public void An_answers_own_status_is_a_tasks_only_beside_a_sign_of_one(string root, ApimartTaskStatus? status) =>
        Assert.Equal(status, TaskReader.ReadStatus(Json(root), "t")?.Status);

    [Theory]
    [InlineData("""{"data":[{"id":"a","status":"failed"},{"id":"t","status":"processing"}]}""", ApimartTaskStatus.Processing)]
    [InlineData("""{"data":[{"id":"a","status":"failed"},"t"]}""", ApimartTaskStatus.Failed)]
    [InlineData("""{"data":["t",{"id":"t","status":"processing"}]}""", ApimartTaskStatus.Processing)]
    [InlineData("""[{"data":{"status":"processing"}}]""", ApimartTaskStatus.Processing)]
    public void Of_several_tasks_the_one_that_is_meant_is_read(string body, ApimartTaskStatus status) =>
        Assert.Equal(status, TaskReader.ReadStatus(Json(body), "t")?.Status);

    [Theory]
    [InlineData("""{"data":{"id":"t","status":"queued","model":"m"},"status":"failed"}""", "m", ApimartTaskStatus.Submitted)]
    [InlineData("""{"id":"t","status":"processing","model":"m","data":{"model":"other"}}""", "m", ApimartTaskStatus.Processing)]
    [InlineData("""[{"id":"t","status":"processing","model":"m"}]""", "m", ApimartTaskStatus.Processing)]
    [InlineData("""{"data":[{"task_id":"t"}]}""", null, ApimartTaskStatus.Submitted)]
    public void The_answer_to_a_submit_describes_the_task_where_its_id_stands(string body, string? model, ApimartTaskStatus status)
    {
        ApimartTask task = TaskReader.ReadHandle(Json(body), "t");

        Assert.Equal(("t", model, status), (task.TaskId, task.Model, task.Status));
    }

    private static ApimartTask? Read(string data) => TaskReader.ReadStatus(Json($$"""{"data":{{data}}}"""), "t");

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
