using System.Text.Json;
using Apimart.Video.Api;

namespace Apimart.Video.Client.Tests.Api;

/// <summary>Why something went wrong, in every field that says so (api.md, section 4.1).</summary>
public sealed class ReasonsTests
{
    [Theory]
    [InlineData("error")]
    [InlineData("errors")]
    [InlineData("fail_reason")]
    [InlineData("failure_reason")]
    [InlineData("failed_reason")]
    [InlineData("error_message")]
    public void A_field_that_is_there_only_for_a_fault_is_one(string field)
    {
        Assert.Equal("broken", Fault($$"""{"{{field}}":"broken"}""")?.Message);
        Assert.Equal("broken", Fault($$"""{"{{field}}":{"message":"broken"} }""")?.Message);
        Assert.Null(Fault($$"""{"{{field}}":""}"""));
        Assert.Null(Fault($$"""{"{{field}}":null}"""));
    }

    [Theory]
    [InlineData("message")]
    [InlineData("msg")]
    [InlineData("detail")]
    [InlineData("task_status_msg")]
    [InlineData("status_msg")]
    [InlineData("reason")]
    [InlineData("description")]
    public void A_remark_is_a_reason_only_of_what_is_known_to_be_a_fault(string field)
    {
        JsonElement body = Json($$"""{"{{field}}":"broken","code":"nsfw_content_detected"}""");

        Assert.Null(Reasons.FaultIn(body));
        Assert.Equal(("nsfw_content_detected", "broken"), (Reasons.ReasonIn(body)?.Code, Reasons.ReasonIn(body)?.Message));
    }

    [Theory]
    [InlineData("success")]
    [InlineData("Successful")]
    [InlineData("succeeded")]
    [InlineData("OK")]
    [InlineData("done")]
    [InlineData("completed")]
    [InlineData("null")]
    [InlineData(" none ")]
    public void Praise_is_no_fault(string word)
    {
        Assert.Null(Fault($$"""{"error":"{{word}}"}"""));
        Assert.Null(Reasons.ReasonIn(Json($$"""{"message":"{{word}}"}""")));
    }

    [Theory]
    [InlineData("""{"error":{"code":"a","type":"b","error_code":"c"}}""", "a")]
    [InlineData("""{"error":{"code":"400","type":"b","message":"m"}}""", "400")]
    [InlineData("""{"error":{"type":"b","error_code":"c"}}""", "b")]
    [InlineData("""{"error":{"error_code":"c"}}""", "c")]
    [InlineData("""{"error":{"code":"0"}}""", null)]
    [InlineData("""{"error":{"code":"200"}}""", null)]
    [InlineData("""{"error":{"code":"201"}}""", "201")]
    [InlineData("""{"error":0}""", null)]
    [InlineData("""{"error":200}""", null)]
    [InlineData("""{"error":17}""", "17")]
    [InlineData("""{"error":{}}""", null)]
    [InlineData("""{"error":true}""", null)]
    [InlineData("""{"error":[{"code":"a"},{"code":"b"}]}""", "a")]
    [InlineData("""{"error":[]}""", null)]
    [InlineData("""{"result":{"error":{"code":"a"}}}""", "a")]
    public void A_code_without_a_reason_is_a_fault_unless_it_says_that_all_is_well(string body, string? code)
    {
        Assert.Equal(code, Fault(body)?.Code);
        Assert.Equal(code is null, Fault(body) is null);
    }

    [Theory]
    [InlineData("""{"fail_reason":"second","error":"first"}""", null, "first")]
    [InlineData("""{"error":{"error":{"code":"inner","message":"m"}}}""", "inner", "m")]
    [InlineData("""{"error":{"message":{"code":"inner","message":"m"},"code":"outer"}}""", "outer", "m")]
    [InlineData("""{"error":{"detail":[{"msg":"a"},{"msg":"b"}]}}""", null, "a b")]
    [InlineData("""{"error":{"message":"","msg":"m"}}""", null, "m")]
    [InlineData("""{"error":{"message":7,"msg":"m"}}""", null, "m")]
    [InlineData("""{"error":{"message":"m","error":"other"}}""", null, "m")]
    public void Of_several_reasons_the_nearest_and_surest_is_told(string body, string? code, string message) =>
        Assert.Equal((code, message), (Fault(body)?.Code, Fault(body)?.Message));

    [Fact]
    public void Without_a_reason_that_is_said() =>
        Assert.Equal("The server gave no reason.", Fault("""{"error":{"code":"a"}}""")?.Message);

    [Fact]
    public void Of_many_faults_five_are_told() =>
        Assert.Equal("1a 2a 3a 4a 5a", Fault("""{"errors":["1a","2a","3a","4a","5a","6a"]}""")?.Message);

    private static Tasks.TaskFault? Fault(string body) => Reasons.FaultIn(Json(body));

    private static JsonElement Json(string body) => JsonDocument.Parse(body).RootElement;
}
