using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;

namespace Apimart.Video.Client.Tests.Api;

public sealed class ErrorShapeTests
{
    // The bodies of api.md, section 4.1.
    [Theory]
    [InlineData(400, """{"error":{"code":400,"message":"m","type":"invalid_request_error"}}""", ApimartErrorKind.InvalidRequest, "invalid_request_error", "m")]
    [InlineData(400, """{"error":{"code":"invalid_duration","message":"m","type":"invalid_request_error"}}""", ApimartErrorKind.InvalidRequest, "invalid_duration", "m")]
    [InlineData(400, """{"error":{"message":"m","type":"invalid_duration"}}""", ApimartErrorKind.InvalidRequest, "invalid_duration", "m")]
    [InlineData(400, """{"error":{"code":"400","message":"m","type":"invalid_request_error"}}""", ApimartErrorKind.InvalidRequest, "invalid_request_error", "m")]
    [InlineData(403, """{"request_id":"req_1","error":{"message":"m","type":"permission_error","param":"x","code":"no"}}""", ApimartErrorKind.Permission, "no", "m")]
    [InlineData(401, """{"error":{"message":"API key is required","type":"apimart_error"}}""", ApimartErrorKind.Authentication, "apimart_error", "API key is required")]
    [InlineData(400, """{"code":"invalid_request_error","message":"invalid image content"}""", ApimartErrorKind.InvalidRequest, "invalid_request_error", "invalid image content")]
    [InlineData(402, """{"error":{"code":402,"message":"m","type":"payment_required"}}""", ApimartErrorKind.Payment, "payment_required", "m")]
    [InlineData(422, """{"error":{"code":422,"message":"m","type":"invalid_request_error"}}""", ApimartErrorKind.InvalidRequest, "invalid_request_error", "m")]
    [InlineData(200, """{"code":400,"error":{"message":"m"}}""", ApimartErrorKind.InvalidRequest, null, "m")]
    [InlineData(200, """{"success":false,"message":"m"}""", ApimartErrorKind.Protocol, null, "m")]
    [InlineData(404, "Invalid URL", ApimartErrorKind.NotFound, null, "Invalid URL")]
    [InlineData(400, """{"error":{"message":"Invalid task ID format"}}""", ApimartErrorKind.NotFound, null, "Invalid task ID format")]
    public async Task Every_documented_error_body_is_understood(
        int status, string body, ApimartErrorKind kind, string? code, string message)
    {
        using ScriptedServer server = new(ScriptedServer.Answer(status, body));
        using ApimartClient client = new(new ApimartClientOptions { ApiKey = "sk-secret", BaseUri = server.Address });

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() =>
            client.PollAsync("task_1", TestContext.Current.CancellationToken));

        Assert.Equal((kind, code, message), (fault.Kind, fault.Code, fault.Message));
        Assert.NotEmpty(fault.Advice);
        Assert.DoesNotContain("sk-secret", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Retry-After: 12", 12)]
    [InlineData("Retry-After: Sat, 21 Nov 2026 12:00:30 GMT", 30)]
    [InlineData("Retry-After: Sat, 21 Nov 2026 11:00:00 GMT", 0)]
    public async Task Retry_after_is_read_as_seconds_and_as_a_date(string header, int seconds)
    {
        using ScriptedServer server = new(ScriptedServer.Answer(429, """{"error":{"type":"rate_limit_error","message":"m"}}""", header));
        using ApimartClient client = new(new ApimartClientOptions
        {
            ApiKey = "sk-t",
            BaseUri = server.Address,
            TimeProvider = new ManualTime(),
        });

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() =>
            client.PollAsync("task_1", TestContext.Current.CancellationToken));

        Assert.Equal((ApimartErrorKind.RateLimit, TimeSpan.FromSeconds(seconds)), (fault.Kind, fault.RetryAfter));
    }

    [Theory]
    [InlineData("http://api.apimart.ai")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("https://user:pw@api.apimart.ai")]
    public void An_address_that_would_show_the_key_to_the_network_is_refused(string address) =>
        Assert.Throws<ArgumentException>(() => new ApimartClient(new ApimartClientOptions { ApiKey = "sk-t", BaseUri = new Uri(address) }));

    [Theory]
    [InlineData("")]
    [InlineData("sk test")]
    [InlineData("sk-\u00e4")]
    public void A_key_that_cannot_be_one_is_refused(string key) =>
        Assert.Throws<ArgumentException>(() => new ApimartClient(new ApimartClientOptions { ApiKey = key }));
}
