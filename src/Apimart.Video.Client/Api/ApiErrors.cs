using System.Net;
using System.Text.Json;
using Apimart.Video.Tasks;
using Apimart.Video.Text;

namespace Apimart.Video.Api;

/// <summary>Turns the API's error bodies, in all their shapes, into one exception.</summary>
internal static class ApiErrors
{
    private const string KeyPage = "https://apimart.ai";

    /// <summary>
    /// The fault an answer carries, or null when it is a success. HTTP 200 can carry a fault too; one that is not whole is a fault
    /// whatever else it says.
    /// </summary>
    internal static ApimartException? From(ApiAnswer answer, ApiCall call)
    {
        if ((answer.Body?.First() ?? answer.Body) is not { ValueKind: JsonValueKind.Object } body)
        {
            return !answer.IsSuccess ? Create(answer, call, (int)answer.Status, fault: null, type: null)
                : answer.Broken ?? NotJson(answer);
        }

        TaskFault? named = Reasons.FaultIn(body);
        bool refused = body.Field("success") is { ValueKind: JsonValueKind.False };
        int bodyCode = StatusIn(body) ?? 200;
        if (answer.IsSuccess && named is null && !refused && bodyCode is 0 or (>= 200 and <= 299))
        {
            return answer.Broken;
        }

        JsonElement inner = body.Field("error") is { ValueKind: JsonValueKind.Object } wrapped ? wrapped : body;
        TaskFault? fault = Reasons.ReasonIn(body) is { } reason ? reason with { Code = Reasons.CodeOf(inner) } : null;
        int status = !answer.IsSuccess ? (int)answer.Status : FaultStatus(inner) ?? FaultStatus(body) ?? 200;
        return Create(answer, call, status, fault, inner.Text("type"));
    }

    internal static ApimartException NotJson(ApiAnswer answer) =>
        new(ApimartErrorKind.Protocol, $"The server answered with something other than JSON: {Excerpt(answer)}")
        {
            StatusCode = answer.Status,
            RequestId = answer.RequestId,
            Advice = "Check -BaseUri and any proxy in between; if they are right, try again later.",
        };

    internal static ApimartException NoTask(ApiAnswer answer) =>
        new(ApimartErrorKind.Protocol, $"The server's answer does not say how the task stands: {Excerpt(answer)}")
        {
            StatusCode = answer.Status,
            RequestId = answer.RequestId,
            Advice = "Run the same line again; if it stays so, check -BaseUri and any proxy in between.",
        };

    internal static ApimartException OtherTask(ApiAnswer answer, string taskId, string other) =>
        new(
            ApimartErrorKind.Protocol,
            $"The server was asked for task {taskId} and answered about another, {ForeignText.WithoutSecrets.Word(other)}; the answer is not used.")
        {
            StatusCode = answer.Status,
            RequestId = answer.RequestId,
            Advice = "Run the same line again; if it stays so, check -BaseUri and any proxy or cache in between.",
        };

    internal static ApimartException NoTaskId(ApiAnswer answer) =>
        new(ApimartErrorKind.Protocol, $"The server's answer holds no task id: {Excerpt(answer)}")
        {
            StatusCode = answer.Status,
            RequestId = answer.RequestId,
        };

    internal static ApimartException CutOff() =>
        new(ApimartErrorKind.Protocol, "The server's answer ended in the middle.")
        {
            Advice = "Run the same line again; if it stays so, check any proxy in between.",
        };

    internal static ApimartException Unreachable(Exception cause, ForeignText gate)
    {
        ConnectFault fault = ConnectFault.Of(cause);
        return new ApimartException(
            ApimartErrorKind.Network,
            $"The API could not be reached: {gate.Line(cause.GetBaseException().Message)}",
            gate.Clean(cause))
        {
            Advice = fault.Advice,
            IsNotSent = fault.IsNotSent,
            IsLasting = fault.IsLasting,
        };
    }

    /// <summary>The connection broke within an answer: whatever the cause looks like, the request had left.</summary>
    internal static ApimartException BrokenOff(Exception cause, ForeignText gate) =>
        new(
            ApimartErrorKind.Network,
            $"The connection broke in the middle of the answer: {gate.Line(cause.GetBaseException().Message)}",
            gate.Clean(cause))
        {
            Advice = "Run the same line again; if it stays so, check any proxy in between.",
        };

    internal static ApimartException TimedOut(TimeSpan limit) =>
        new(ApimartErrorKind.Timeout, $"The API gave no answer within {limit.TotalSeconds:0} seconds.")
        {
            Advice = "Run the same line again.",
        };

    private static ApimartException Create(ApiAnswer answer, ApiCall call, int status, TaskFault? fault, string? type)
    {
        string message = fault?.Message ?? (answer.Text.Length == 0
            ? $"The server answered HTTP {(int)answer.Status} and nothing else."
            : Excerpt(answer));
        ApimartErrorKind kind = KindOf(status, message, call);
        return new ApimartException(kind, kind == ApimartErrorKind.WrongAddress ? NothingThere(call, message) : message)
        {
            StatusCode = answer.Status,
            Code = ForeignText.WithoutSecrets.Word(fault?.Code),
            Type = ForeignText.WithoutSecrets.Word(type),
            RequestId = answer.RequestId ?? ForeignText.WithoutSecrets.Word(answer.Body?.Text("request_id")),
            RetryAfter = answer.RetryAfter,
            Advice = AdviceFor(kind),
        };
    }

    private static string NothingThere(ApiCall call, string message) => call == ApiCall.Submit
        ? $"The server has nothing at the address for submits: {message}"
        : $"The server has nothing at this address: {message}";

    private static ApimartErrorKind KindOf(int status, string message, ApiCall call) => status switch
    {
        400 when call == ApiCall.Poll && message.Contains("task ID format", StringComparison.OrdinalIgnoreCase) => ApimartErrorKind.NotFound,
        401 => ApimartErrorKind.Authentication,
        402 => ApimartErrorKind.Payment,
        403 => ApimartErrorKind.Permission,
        404 or 410 => call == ApiCall.Poll ? ApimartErrorKind.NotFound : ApimartErrorKind.WrongAddress,
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
        ApimartErrorKind.WrongAddress => "Check -BaseUri, $env:APIMART_BASE_URL and any proxy in between; to go on from a task, check that the server still keeps it.",
        ApimartErrorKind.RateLimit => "Lower -ThrottleLimit or try again later.",
        ApimartErrorKind.InvalidRequest => "Correct the request; Get-ApimartModel shows what the model takes.",
        ApimartErrorKind.Conflict => "Do not submit the request again under a new key; look at the balance and the journal first.",
        ApimartErrorKind.Protocol => "Check -BaseUri and any proxy in between.",
        _ => "Run the same line again later.",
    };

    /// <summary>The status that a body states.</summary>
    private static int? StatusIn(JsonElement body) => body.Number("code") is { } code and >= 0 and <= 9999 ? (int)code : null;

    private static int? FaultStatus(JsonElement body) => StatusIn(body) is >= 400 and <= 599 and var status ? status : null;

    private static string Excerpt(ApiAnswer answer) => answer.Text.Length == 0 ? "the answer was empty." : Sentence.Shorten(answer.Text);
}
