using System.Globalization;
using System.Text.Json.Nodes;
using Apimart.Video.Simulator.Http;

namespace Apimart.Video.Simulator.Faults;

/// <summary>Makes faults come true.</summary>
internal static class FaultPlayer
{
    private const int MoreThanThere = 100;
    private const int SlowBytes = 1000;

    /// <summary>What is sent in place of handling the request, or null where the request is handled.</summary>
    internal static HttpResponse? Instead(SimulatorFault fault, bool atFileHost) => fault.Kind switch
    {
        FaultKind.ResetBeforeAccept => HttpResponse.Nothing(Ending.Reset),
        FaultKind.HangBeforeAccept => HttpResponse.Nothing(Ending.Hang),
        FaultKind.Status => Error(fault, 500, atFileHost),
        FaultKind.Unauthorized => Error(fault, 401, atFileHost),
        FaultKind.Expired => Error(fault, 403, atFileHost),
        FaultKind.Gone => Error(fault, 410, atFileHost),
        FaultKind.Forgotten => Error(fault, 404, atFileHost),
        FaultKind.RangeNotSatisfiable => Error(fault, 416, atFileHost),
        FaultKind.Redirect => Redirect(fault),
        _ => null,
    };

    /// <summary>What becomes of the answer once the request was handled.</summary>
    internal static HttpResponse Afterwards(SimulatorFault fault, HttpResponse answer, bool atFileHost)
    {
        switch (fault.Kind)
        {
            case FaultKind.ResetAfterAccept:
                return HttpResponse.Nothing(Ending.Reset);
            case FaultKind.HangAfterAccept:
                return HttpResponse.Nothing(Ending.Hang);
            case FaultKind.StatusAfterAccept:
                return Error(fault, 500, atFileHost);
            case FaultKind.Garbage:
                return HttpResponse.Text(200, "{\"code\":200,\"data\":[{\"sta\u0000", "application/json");
            case FaultKind.HtmlPage:
                return HttpResponse.Page(200, "Please wait while your browser is checked");
            case FaultKind.EmptyBody:
                return new HttpResponse(200);
            case FaultKind.NoTaskId:
                return HttpResponse.Json(200, new JsonObject
                {
                    ["code"] = 200,
                    ["data"] = new JsonArray(new JsonObject { ["status"] = "submitted" }),
                });
            case FaultKind.WrongContentLength:
                answer.DeclaredLength = answer.Body.Length + (fault.Bytes ?? MoreThanThere);
                answer.Ending = Ending.Close;
                return answer;
            case FaultKind.CutBody:
                return Cut(answer, fault, Ending.Close);
            case FaultKind.ResetBody:
                return Cut(answer, fault, Ending.Reset);
            case FaultKind.StallBody:
                return Cut(answer, fault, Ending.Hang);
            case FaultKind.Slow:
                answer.BytesPerSecond = Math.Max(1, fault.Bytes ?? SlowBytes);
                return answer;
            case FaultKind.NoETag:
                answer.Headers.Remove("ETag");
                answer.Headers.Remove("Last-Modified");
                return answer;
            case FaultKind.WrongContentRange:
                ShiftRange(answer);
                return answer;
            default:
                return answer;
        }
    }

    private static HttpResponse Cut(HttpResponse answer, SimulatorFault fault, Ending ending)
    {
        answer.CutAfter = fault.Bytes ?? (answer.Body.Length / 2);
        answer.Ending = ending;
        return answer;
    }

    private static HttpResponse Error(SimulatorFault fault, int usual, bool atFileHost)
    {
        int status = fault.StatusCode ?? usual;
        HttpResponse response = atFileHost
            ? HttpResponse.Page(status, $"{status} {Reasons.Of(status)}")
            : ApiError(status, fault.ApiCode);
        if (fault.RetryAfter is not null)
        {
            response.Headers["Retry-After"] = fault.RetryAfter;
        }

        return response;
    }

    private static HttpResponse ApiError(int status, string? word)
    {
        string type = status switch
        {
            401 => "authentication_error",
            402 => "payment_required",
            403 => "permission_error",
            429 => "rate_limit_error",
            502 => "bad_gateway",
            >= 500 => "server_error",
            _ => "invalid_request_error",
        };
        return HttpResponse.Json(status, new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["code"] = word is null ? status : word,
                ["message"] = word ?? $"The simulator was told to answer with {status}.",
                ["type"] = type,
            },
        });
    }

    private static HttpResponse Redirect(SimulatorFault fault)
    {
        HttpResponse response = new(fault.StatusCode ?? 302);
        response.Headers["Location"] = fault.Location ?? "/";
        return response;
    }

    private static void ShiftRange(HttpResponse answer)
    {
        if (answer.Headers.TryGetValue("Content-Range", out string? range)
            && range.Split(' ', '-', '/') is ["bytes", var first, var last, var length])
        {
            long start = long.Parse(first, CultureInfo.InvariantCulture) + 1;
            answer.Headers["Content-Range"] = $"bytes {start}-{last}/{length}";
        }
    }
}
