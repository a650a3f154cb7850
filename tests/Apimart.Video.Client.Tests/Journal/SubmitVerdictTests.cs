using System.Net;
using System.Text.Json;
using Apimart.Video.Api;
using Apimart.Video.Text;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>The API's codes (api.md 4.2) and its answers about idempotency (api.md 5), one by one.</summary>
public sealed class SubmitVerdictTests
{
    [Theory]
    [InlineData(400, "{'error':{'code':400,'message':'empty prompt','type':'invalid_request_error'}}")]
    [InlineData(400, "{'error':{'code':'invalid_duration','message':'duration must be 4, 6 or 8','type':'invalid_request_error'}}")]
    [InlineData(400, "{'code':'invalid_request_error','message':'invalid image content'}")]
    [InlineData(400, "{'error':{'code':'nsfw_content_detected','message':'no','type':'invalid_request_error'}}")]
    [InlineData(401, "{'error':{'message':'API key is required','type':'apimart_error'}}")]
    [InlineData(402, "{'error':{'code':402,'message':'balance used up','type':'payment_required'}}")]
    [InlineData(403, "{'error':{'code':403,'message':'no access','type':'permission_error'}}")]
    [InlineData(404, "{'error':{'message':'Invalid URL','type':'invalid_request_error'}}")]
    [InlineData(413, "too large")]
    [InlineData(422, "{'error':{'code':422,'message':'sensitive content'}}")]
    [InlineData(409, "{'error':{'code':'idempotency_key_reused','message':'another body'}}")]
    [InlineData(409, "{'error':{'code':409,'message':'idempotency_key_reused'}}")]
    [InlineData(200, "{'error':{'code':400,'message':'empty prompt','type':'invalid_request_error'}}")]
    [InlineData(200, "{'error':{'code':401,'message':'no key'}}")]
    [InlineData(200, "{'error':{'code':402,'message':'balance used up'}}")]
    [InlineData(200, "{'error':{'code':403,'message':'no access'}}")]
    [InlineData(202, "{'error':{'code':400,'message':'empty prompt'}}")]
    [InlineData(499, "")]
    [InlineData(409, "{'error':{'code':409,'message':'no','type':'idempotency_key_reused'}}")]
    public void Answers_that_refuse_the_request_prove_that_nothing_was_accepted(int status, string body) =>
        Assert.Equal(SubmitVerdict.Refused, VerdictOf(status, body));

    [Theory]
    [InlineData(429, "{'error':{'code':429,'message':'slow down','type':'rate_limit_error'}}")]
    [InlineData(429, "")]
    [InlineData(503, "{'error':{'code':'idempotency_unavailable','message':'key store down'}}")]
    [InlineData(503, "{'error':{'code':503,'message':'idempotency_unavailable'}}")]
    [InlineData(503, "{'error':{'code':503,'message':'no','type':'idempotency_unavailable'}}")]
    public void Answers_that_promise_that_nothing_was_executed_may_be_followed_by_a_repetition(int status, string body) =>
        Assert.Equal(SubmitVerdict.NotExecuted, VerdictOf(status, body));

    [Fact]
    public void A_503_that_says_when_to_come_back_was_not_executed() =>
        Assert.Equal(SubmitVerdict.NotExecuted, VerdictOf(503, "", TimeSpan.FromSeconds(5)));

    [Fact]
    public void A_key_that_is_being_executed_is_waited_for() => Assert.Equal(
        SubmitVerdict.InProgress,
        VerdictOf(409, "{'error':{'code':'idempotency_in_progress','message':'still executing'}}", TimeSpan.FromSeconds(5)));

    [Theory]
    [InlineData(409, "{'error':{'code':'idempotency_result_indeterminate','message':'unknown'}}")]
    [InlineData(409, "{'code':409,'message':'idempotency_result_indeterminate'}")]
    [InlineData(409, "{'error':{'code':409,'message':'something else'}}")]
    [InlineData(408, "")]
    [InlineData(500, "{'error':{'code':500,'message':'server error','type':'server_error'}}")]
    [InlineData(500, "{'error':{'code':500,'message':'build_request_failed: invalid size: 3:5'}}")]
    [InlineData(502, "<html>bad gateway</html>")]
    [InlineData(503, "{'error':{'code':503,'message':'upstream away'}}")]
    [InlineData(504, "")]
    [InlineData(301, "")]
    [InlineData(302, "")]
    [InlineData(303, "")]
    [InlineData(304, "")]
    [InlineData(307, "")]
    [InlineData(308, "")]
    [InlineData(200, "<html>please wait</html>")]
    [InlineData(200, "{'error':{'code':500,'message':'server error'}}")]
    [InlineData(200, "{'error':{'code':429,'message':'slow down'}}")]
    [InlineData(200, "{'success':false,'message':'no'}")]
    [InlineData(399, "")]
    [InlineData(201, "{'error':{'code':400,'message':'empty prompt'}}")]
    [InlineData(206, "{'error':{'code':400,'message':'empty prompt'}}")]
    [InlineData(503, "{'error':{'code':503,'message':'IDEMPOTENCY_UNAVAILABLE'}}")]
    [InlineData(409, "{'error':{'code':409,'message':'IDEMPOTENCY_KEY_REUSED'}}")]
    public void Everything_else_leaves_it_open(int status, string body) =>
        Assert.Equal(SubmitVerdict.Unknown, VerdictOf(status, body));

    [Theory]
    [InlineData(500, "idempotency_unavailable")]
    [InlineData(502, "idempotency_unavailable")]
    [InlineData(409, "idempotency_unavailable")]
    [InlineData(500, "idempotency_in_progress")]
    [InlineData(503, "idempotency_in_progress")]
    [InlineData(503, "idempotency_key_reused")]
    public void A_word_under_another_status_than_its_own_proves_nothing(int status, string word) =>
        Assert.Equal(SubmitVerdict.Unknown, VerdictOf(status, $"{{'error':{{'code':'{word}','message':'no'}}}}"));

    [Theory]
    [InlineData(409, "idempotency_key_reused", null, true)]
    [InlineData(409, null, "idempotency_key_reused", true)]
    [InlineData(409, "idempotency_in_progress", null, false)]
    [InlineData(400, "idempotency_key_reused", null, false)]
    public void A_key_is_another_requests_where_a_conflict_says_so(int status, string? code, string? type, bool isReused) => Assert.Equal(
        isReused,
        SubmitVerdicts.IsKeyReused(new ApimartException(ApimartErrorKind.InvalidRequest, "no") { StatusCode = (HttpStatusCode)status, Code = code, Type = type }));

    /// <summary>Once a doubt is told, no status takes it back.</summary>
    [Theory]
    [InlineData(400)]
    [InlineData(429)]
    [InlineData(null)]
    public void A_doubt_stays_a_doubt(int? status) => Assert.Equal(
        SubmitVerdict.Unknown,
        SubmitVerdicts.Of(new ApimartException(ApimartErrorKind.OutcomeUnknown, "no") { StatusCode = (HttpStatusCode?)status, IsNotSent = true }));

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, true)]
    [InlineData(HttpRequestError.ConnectionError, true)]
    [InlineData(HttpRequestError.SecureConnectionError, true)]
    [InlineData(HttpRequestError.ProxyTunnelError, true)]
    [InlineData(HttpRequestError.ResponseEnded, false)]
    [InlineData(HttpRequestError.InvalidResponse, false)]
    [InlineData(HttpRequestError.HttpProtocolError, false)]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded, false)]
    [InlineData(HttpRequestError.Unknown, false)]
    public void Without_an_answer_only_a_missing_connection_proves_that_nothing_left(HttpRequestError error, bool proves) =>
        Assert.Equal(
            proves ? SubmitVerdict.NotExecuted : SubmitVerdict.Unknown,
            SubmitVerdicts.Of(ApiErrors.Unreachable(new HttpRequestException(error), ForeignText.WithoutSecrets)));

    [Fact]
    public void An_answer_that_does_not_come_in_time_leaves_it_open() =>
        Assert.Equal(
            SubmitVerdict.Unknown,
            SubmitVerdicts.Of(ApiErrors.TimedOut(TimeSpan.FromSeconds(100))));

    private static SubmitVerdict VerdictOf(int status, string body, TimeSpan? retryAfter = null)
    {
        string text = body.Replace('\'', '"');
        ApiAnswer answer = new((HttpStatusCode)status, Parse(text), text) { RetryAfter = retryAfter };
        return SubmitVerdicts.Of(ApiErrors.From(answer, ApiCall.Submit)!);
    }

    private static JsonElement? Parse(string text) =>
        text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : null;
}
