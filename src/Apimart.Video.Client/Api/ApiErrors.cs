using System.Net;
using System.Text.Json;
using Apimart.Video.Models;

namespace Apimart.Video.Api;

/// <summary>Turns the API's error bodies, in all their shapes, into one exception.</summary>
internal static class ApiErrors
{
    private const string KeyPage = "https://apimart.ai";

    /// <summary>The fault an answer carries, or null when it is a success. HTTP 200 can carry a fault too.</summary>
    internal static ApimartException? From(ApiAnswer answer)
    {
        bool httpError = (int)answer.Status is < 200 or > 299;
        if (answer.Body is not { ValueKind: JsonValueKind.Object } body)
        {
            return httpError ? Create(answer, (int)answer.Status, code: null, type: null, Excerpt(answer.Text)) : NotJson(answer);
        }

        JsonElement? error = body.Field("error") is { ValueKind: JsonValueKind.Object } wrapped ? wrapped : null;
        bool refused = body.Field("success") is { ValueKind: JsonValueKind.False };
        int bodyCode = (int)(body.Number("code") ?? 200);
        if (!httpError && error is null && !refused && bodyCode is 0 or (>= 200 and <= 299))
        {
            return null;
        }

        JsonElement fault = error ?? body;
        string? type = fault.Text("type");
        string? code = Word(fault.Text("code")) ?? Word(fault.Text("type"));
        string message = fault.Text("message") ?? body.Text("error") ?? Excerpt(answer.Text);
        int status = httpError ? (int)answer.Status : StatusOf(fault, bodyCode);
        return Create(answer, status, code, type, message);
    }

    internal static ApimartException NotJson(ApiAnswer answer) =>
        new(ApimartErrorKind.Protocol, $"The server answered with something other than JSON: {Excerpt(answer.Text)}")
        {
            StatusCode = answer.Status,
            RequestId = answer.RequestId,
            Advice = "Check -BaseUri and any proxy in between; if they are right, try again later.",
        };

    internal static ApimartException NoTaskId(ApiAnswer answer) =>
        new(ApimartErrorKind.Protocol, $"The server's answer holds no task id: {Excerpt(answer.Text)}")
        {
            StatusCode = answer.Status,
            RequestId = answer.RequestId,
        };

    internal static ApimartException Unreachable(Exception cause) =>
        new(ApimartErrorKind.Network, $"The API could not be reached: {cause.GetBaseException().Message}", cause)
        {
            Advice = "Check the network, -BaseUri and -Proxy, then run the same line again.",
        };

    internal static ApimartException TimedOut(TimeSpan limit, Exception? cause) =>
        new(ApimartErrorKind.Timeout, $"The API gave no answer within {limit.TotalSeconds:0} seconds.", cause)
        {
            Advice = "Run the same line again.",
        };

    private static ApimartException Create(ApiAnswer answer, int status, string? code, string? type, string message)
    {
        ApimartErrorKind kind = KindOf(status, message);
        return new ApimartException(kind, message)
        {
            StatusCode = answer.Status,
            Code = code,
            Type = type,
            RequestId = answer.RequestId ?? answer.Body?.Text("request_id"),
            RetryAfter = answer.RetryAfter,
            Advice = AdviceFor(kind),
        };
    }

    private static ApimartErrorKind KindOf(int status, string message) => status switch
    {
        400 when message.Contains("task ID format", StringComparison.OrdinalIgnoreCase) => ApimartErrorKind.NotFound,
        401 => ApimartErrorKind.Authentication,
        402 => ApimartErrorKind.Payment,
        403 => ApimartErrorKind.Permission,
        404 or 410 => ApimartErrorKind.NotFound,
        408 => ApimartErrorKind.Timeout,
        409 => ApimartErrorKind.Conflict,
        429 => ApimartErrorKind.RateLimit,
        >= 500 => ApimartErrorKind.Server,
        >= 400 => ApimartErrorKind.InvalidRequest,
        _ => ApimartErrorKind.Protocol,
    };

    private static string AdviceFor(ApimartErrorKind kind) => kind switch
    {
        ApimartErrorKind.Authentication => $"Get a key at {KeyPage} and give it with Connect-Apimart, -ApiKey or $env:APIMART_API_KEY.",
        ApimartErrorKind.Payment => $"Top up the balance at {KeyPage}, then run the same line again.",
        ApimartErrorKind.Permission => "Use a key whose model list, quota and IP list allow this.",
        ApimartErrorKind.NotFound => "Check the task id; the server keeps tasks for several days only.",
        ApimartErrorKind.RateLimit => "Lower -ThrottleLimit or try again later.",
        ApimartErrorKind.InvalidRequest => "Correct the request; Get-ApimartModel shows what the model takes.",
        ApimartErrorKind.Conflict => "Do not submit the request again under a new key; look at the balance and the journal first.",
        ApimartErrorKind.Protocol => "Check -BaseUri and any proxy in between.",
        _ => "Run the same line again later.",
    };

    /// <summary>The HTTP status that a fault inside a success answer stands for.</summary>
    private static int StatusOf(JsonElement fault, int bodyCode) =>
        (int)(fault.Number("code") ?? bodyCode) is >= 400 and <= 599 and var status ? status : 200;

    private static string? Word(string? code) => code is not null && !int.TryParse(code, out _) ? code : null;

    private static string Excerpt(string text)
    {
        string line = text.ReplaceLineEndings(" ").Trim();
        return line.Length == 0 ? "the answer was empty." : Sentence.Shorten(line);
    }
}
