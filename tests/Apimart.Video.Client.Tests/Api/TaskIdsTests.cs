using System.Text.Json;
using Apimart.Video.Api;

namespace Apimart.Video.Client.Tests.Api;

/// <summary>The ids of an answer (api.md, section 3): one that is overlooked is a paid video lost, one that is none is waited for in vain.</summary>
public sealed class TaskIdsTests
{
    [Theory]
    [InlineData("""{"code":200,"data":[{"status":"submitted","task_id":"A"}]}""", "A")]
    [InlineData("""{"data":{"id":"A"}}""", "A")]
    [InlineData("""{"data":{"id":"B","task_id":"A"}}""", "A")]
    [InlineData("""{"id":"A"}""", "A")]
    [InlineData("""{"task_id":"A","id":"B"}""", "A B")]
    [InlineData("""{"TASK_ID":"A"}""", "A")]
    [InlineData("""{"taskId":"A"}""", "A")]
    [InlineData("""{"task-id":"A"}""", "A")]
    [InlineData("""{"result":{"tasks":[{"task_id":"A"},{"task_id":"B"},{"task_id":"A"}]}}""", "A B")]
    [InlineData("""[{"task_id":"A"},{"id":"B"}]""", "A B")]
    [InlineData("""{"task_id":["","A","B"]}""", "A")]
    [InlineData("""{"task_id":" A "}""", "A")]
    [InlineData("""{"task_id":17}""", "17")]
    [InlineData("""{"task_id":0}""", "")]
    [InlineData("""{"task_id":"  "}""", "")]
    [InlineData("""{"task_id":null,"data":true}""", "")]
    [InlineData("""{"task_id":{"id":"A"}}""", "")]
    [InlineData("\"A\"", "")]
    public void Every_place_is_looked_at_the_likeliest_first(string body, string ids)
    {
        Assert.Equal(ids, Find(body, beside: false));
        Assert.Equal(ids, Find(body, beside: true));
    }

    [Theory]
    [InlineData("""{"id":"req_1"}""", "req_1")]
    [InlineData("""{"id":"REQ1"}""", "REQ1")]
    [InlineData("""{"id":"x","request_id":"x"}""", "x")]
    [InlineData("""{"id":"req_1","task_id":"A"}""", "A")]
    [InlineData("""{"id":"req_1","result":{"task_id":"A"}}""", "A")]
    public void The_id_of_the_request_is_a_tasks_only_where_there_is_no_other_and_no_fault(string body, string ids)
    {
        Assert.Equal(ids, Find(body, beside: false));
        Assert.Equal(ids == "A" ? "A" : "", Find(body, beside: true));
    }

    [Theory]
    [InlineData(512, 512)]
    [InlineData(513, 0)]
    public void A_text_without_end_is_no_id(int length, int found) =>
        Assert.Equal(found, Find($$"""{"task_id":"{{new string('x', length)}}"}""", beside: false).Length);

    /// <summary>A look is answered with what stands beside the task: its own id, and never that of the request.</summary>
    [Theory]
    [InlineData("""{"data":{"id":"A","task_id":"B"},"task_id":"C","id":"D"}""", "B A C")]
    [InlineData("""{"data":{"id":"req_1"}}""", "")]
    [InlineData("""{"data":{"id":"x","request_id":"x"}}""", "")]
    [InlineData("""{"id":"A"}""", "A")]
    public void A_look_says_what_it_is_about(string body, string ids)
    {
        JsonElement root = JsonDocument.Parse(body).RootElement;
        Assert.Equal(ids, string.Join(' ', TaskIds.Beside(root, root.TryGetProperty("data", out JsonElement data) ? data : null)));
    }

    [Theory]
    [InlineData("""{"data":{"status":"processing"}}""", true)]
    [InlineData("""{"data":{"status":"completed"}}""", true)]
    [InlineData("""{"data":{"status":"completed","id":"t"}}""", true)]
    [InlineData("""{"data":{"progress":50}}""", false)]
    [InlineData("""{"data":{"id":"t"}}""", false)]
    [InlineData("""{"status":"processing"}""", true)]
    [InlineData("""{"status":"completed"}""", false)]
    [InlineData("""{"status":"failed"}""", false)]
    [InlineData("""{"status":"failed","id":"t"}""", true)]
    [InlineData("""{"status":"failed","id":"another"}""", false)]
    [InlineData("""{"status":"failed","progress":100}""", true)]
    [InlineData("""{"status":"completed","result":{}}""", true)]
    [InlineData("{}", false)]
    public void A_state_without_a_sign_of_a_task_is_that_of_the_answer(string body, bool isTask) =>
        Assert.Equal(isTask, TaskReader.ReadStatus(JsonDocument.Parse(body).RootElement, "t") is not null);

    private static string Find(string body, bool beside) => string.Join(' ', TaskIds.FindAll(JsonDocument.Parse(body).RootElement, beside));
}
