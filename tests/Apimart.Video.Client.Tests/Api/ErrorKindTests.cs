using System.Net;
using System.Text.Json;
using Apimart.Video.Api;

namespace Apimart.Video.Client.Tests.Api;

/// <summary>What a status means for each call, and what the user is told to do about it.</summary>
public sealed class ErrorKindTests
{
    [Theory]
    [InlineData(300, "Read", ApimartErrorKind.Protocol, "-BaseUri and any proxy")]
    [InlineData(399, "Read", ApimartErrorKind.Protocol, "-BaseUri and any proxy")]
    [InlineData(400, "Submit", ApimartErrorKind.InvalidRequest, "Get-ApimartModel")]
    [InlineData(401, "Submit", ApimartErrorKind.Authentication, "APIMART_API_KEY")]
    [InlineData(402, "Submit", ApimartErrorKind.Payment, "Top up")]
    [InlineData(403, "Submit", ApimartErrorKind.Permission, "Use a key")]
    [InlineData(404, "Poll", ApimartErrorKind.NotFound, "task id")]
    [InlineData(404, "Submit", ApimartErrorKind.WrongAddress, "APIMART_BASE_URL")]
    [InlineData(404, "Read", ApimartErrorKind.WrongAddress, "APIMART_BASE_URL")]
    [InlineData(410, "Poll", ApimartErrorKind.NotFound, "task id")]
    [InlineData(410, "Upload", ApimartErrorKind.WrongAddress, "APIMART_BASE_URL")]
    [InlineData(408, "Poll", ApimartErrorKind.Timeout, "again later")]
    [InlineData(409, "Submit", ApimartErrorKind.Conflict, "new key")]
    [InlineData(418, "Submit", ApimartErrorKind.InvalidRequest, "Get-ApimartModel")]
    [InlineData(429, "Poll", ApimartErrorKind.RateLimit, "-ThrottleLimit")]
    [InlineData(499, "Submit", ApimartErrorKind.InvalidRequest, "Get-ApimartModel")]
    [InlineData(500, "Submit", ApimartErrorKind.Server, "again later")]
    [InlineData(599, "Poll", ApimartErrorKind.Server, "again later")]
    public void A_status_has_its_kind_and_its_advice(int status, string call, ApimartErrorKind kind, string advice)
    {
        ApimartException fault = From(status, """{"error":{"message":"m"}}""", call)!;

        Assert.Equal((kind, (HttpStatusCode)status), (fault.Kind, fault.StatusCode));
        Assert.EndsWith("m", fault.Message, StringComparison.Ordinal);
        Assert.Contains(advice, fault.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Poll", ApimartErrorKind.NotFound)]
    [InlineData("Submit", ApimartErrorKind.InvalidRequest)]
    public void An_id_that_can_be_none_is_a_task_that_is_not_there_only_where_a_task_was_asked_for(string call, ApimartErrorKind kind) =>
        Assert.Equal(kind, From(400, """{"error":{"message":"Invalid TASK id format"}}""", call)!.Kind);

    [Theory]
    [InlineData("Submit", "at the address for submits: m")]
    [InlineData("Read", "at this address: m")]
    public void Where_nothing_is_there_the_address_is_told_as_wrong(string call, string told) =>
        Assert.EndsWith(told, From(404, """{"message":"m"}""", call)!.Message, StringComparison.Ordinal);

    /// <summary>With a status of success the body may say otherwise.</summary>
    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"code":0}""", null)]
    [InlineData("""{"code":200}""", null)]
    [InlineData("""{"code":299}""", null)]
    [InlineData("""{"code":-1}""", null)]
    [InlineData("""{"code":10000}""", null)]
    [InlineData("""{"code":"success"}""", null)]
    [InlineData("""{"success":true}""", null)]
    [InlineData("""{"error":null}""", null)]
    [InlineData("""{"code":199}""", ApimartErrorKind.Protocol)]
    [InlineData("""{"code":300}""", ApimartErrorKind.Protocol)]
    [InlineData("""{"code":399}""", ApimartErrorKind.Protocol)]
    [InlineData("""{"code":400}""", ApimartErrorKind.InvalidRequest)]
    [InlineData("""{"code":599}""", ApimartErrorKind.Server)]
    [InlineData("""{"code":600}""", ApimartErrorKind.Protocol)]
    [InlineData("""{"code":9999}""", ApimartErrorKind.Protocol)]
    [InlineData("""{"success":false}""", ApimartErrorKind.Protocol)]
    [InlineData("""{"success":false,"code":402}""", ApimartErrorKind.Payment)]
    [InlineData("""{"code":500,"error":{"code":401,"message":"m"}}""", ApimartErrorKind.Authentication)]
    [InlineData("""{"code":500,"error":{"code":7,"message":"m"}}""", ApimartErrorKind.Server)]
    [InlineData("""[{"code":403}]""", ApimartErrorKind.Permission)]
    [InlineData("""{"error":"no"}""", ApimartErrorKind.Protocol)]
    [InlineData("\"text\"", ApimartErrorKind.Protocol)]
    [InlineData(null, ApimartErrorKind.Protocol)]
    public void A_success_is_one_only_where_its_body_says_nothing_else(string? body, ApimartErrorKind? kind) => Assert.Equal(kind, From(200, body)?.Kind);

    [Theory]
    [InlineData("", "HTTP 502 and nothing else")]
    [InlineData("<html>busy</html>", "<html>busy</html>")]
    public void A_fault_without_a_reason_is_told_by_what_came(string text, string told)
    {
        ApimartException fault = ApiErrors.From(new ApiAnswer(HttpStatusCode.BadGateway, null, text), ApiCall.Read)!;

        Assert.Equal(ApimartErrorKind.Server, fault.Kind);
        Assert.Contains(told, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_bears_its_code_its_type_and_by_what_support_finds_it()
    {
        ApiAnswer answer = new(HttpStatusCode.TooManyRequests, Json("""{"request_id":"req_body","error":{"message":"m","code":"slow","type":"rate"}}"""), "text") { RetryAfter = TimeSpan.FromSeconds(7) };

        ApimartException fault = ApiErrors.From(answer, ApiCall.Submit)!;

        Assert.Equal(("slow", "rate", "req_body", TimeSpan.FromSeconds(7)), (fault.Code, fault.Type, fault.RequestId, fault.RetryAfter));
        Assert.Equal("req_head", ApiErrors.From(answer with { RequestId = "req_head" }, ApiCall.Submit)!.RequestId);
    }

    [Theory]
    [InlineData("", "the answer was empty.")]
    [InlineData("x", "x")]
    public void An_answer_that_is_not_understood_is_told_by_what_came_and_never_taken_for_a_refusal(string text, string told)
    {
        ApiAnswer answer = new(HttpStatusCode.OK, null, text) { RequestId = "req_1" };

        Assert.All((ApimartException[])[ApiErrors.NotJson(answer), ApiErrors.NoTask(answer), ApiErrors.NoTaskId(answer)], fault =>
        {
            Assert.EndsWith($": {told}", fault.Message, StringComparison.Ordinal);
            Assert.Equal((ApimartErrorKind.Protocol, HttpStatusCode.OK, "req_1"), (fault.Kind, fault.StatusCode, fault.RequestId));
            Assert.Equal(SubmitVerdict.Unknown, SubmitVerdicts.Of(fault));
        });
    }

    [Fact]
    public void A_success_that_broke_off_is_told_by_what_broke_it()
    {
        ApimartException broken = ApiErrors.CutOff();

        Assert.Same(broken, ApiErrors.From(new ApiAnswer(HttpStatusCode.OK, Json("{}"), "{}") { Broken = broken }, ApiCall.Read));
        Assert.Same(broken, ApiErrors.From(new ApiAnswer(HttpStatusCode.OK, null, "<ht") { Broken = broken }, ApiCall.Read));
    }

    private static ApimartException? From(int status, string? body, string call = "Read") =>
        ApiErrors.From(new ApiAnswer((HttpStatusCode)status, body is null ? null : Json(body), body ?? string.Empty), Enum.Parse<ApiCall>(call));

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
