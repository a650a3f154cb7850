using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace Apimart.Video.Client.Tests.Hostile;

/// <summary>Makes answers: one of every shape that is known (api.md, sections 2 to 4), with some things done to it.</summary>
internal static class HostileAnswers
{
    internal const string Id = "task_01K8PLANTED0000000000000A";

    private static readonly string[] s_submits =
    [
        """{"code":200,"data":[{"status":"submitted","task_id":"ID"}]}""",
        """{"code":200,"data":{"id":"ID","status":"submitted","progress":0,"created":1710000000,"type":"video"}}""",
        """{"code":200,"data":{"id":"ID","object":"video.generation.task","created":1,"model":"m","progress":3,"status":"pending","task_info":{"can_cancel":true,"estimated_time":90},"type":"video"}}""",
        """{"code":202,"data":{"id":"ID","object":"generation.task","status":"queued","poll_url":"/v1/tasks/x"},"request_id":"r"}""",
        """{"data":{"status":"processing","task_id":"ID"}}""",
        """{"task_id":"ID"}""",
        """{"id":"ID","status":"in_progress"}""",
        """{"error":{"code":400,"message":"empty prompt","type":"invalid_request_error"}}""",
        """{"error":{"code":"invalid_duration","message":"m","type":"invalid_request_error"}}""",
        """{"request_id":"req_1","error":{"message":"m","type":"permission_error","param":"x","code":"no"}}""",
        """{"code":"invalid_request_error","message":"invalid image content"}""",
        """{"code":409,"message":"idempotency_result_indeterminate"}""",
        """{"error":{"code":"idempotency_in_progress","message":"wait"}}""",
        """{"error":{"code":"idempotency_unavailable","message":"key store down"}}""",
        """{"success":false,"message":"no"}""",
        """{"detail":[{"loc":["body"],"msg":"field required"}]}""",
    ];

    private static readonly string[] s_looks =
    [
        """{"code":200,"data":{"id":"ID","status":"completed","progress":100,"created":1779246294,"completed":1779246534,"actual_time":240,"estimated_time":600,"cost":0.4,"result":{"videos":[{"url":["https://h/a%7Eb.mp4","https://h/2.mp4"],"expires_at":1779332760}]}}}""",
        """{"code":200,"data":{"id":"ID","status":"failed","progress":100,"cost":0,"error":{"message":"invalid duration 7","code":"task_failed"}}}""",
        """{"code":200,"data":{"status":"processing","progress":30}}""",
        """{"data":{"status":"completed","result":{"videos":[null,"https://h/2.mp4"]}}}""",
        """{"status":"polishing","fail_reason":"no room"}""",
        """{"code":200,"data":{"status":"succeeded","result":{"videos":[["https://h/1.mp4"]]}}}""",
        """{"error":{"code":404,"message":"no such task"}}""",
    ];

    private static readonly string[][] s_headers =
    [
        [], [], [], [], ["Retry-After: 0"], ["Retry-After: 7"], ["Retry-After: 3600"], ["Retry-After: soon"], ["Retry-After: 99999999999"],
        ["Content-Encoding: gzip"], ["Content-Encoding: br"], ["Content-Type: text/html"], [$"X-Request-Id: {Secrets.Key}"],
        [$"Location: https://h/?k={Secrets.Key}"], ["Idempotency-Replayed: true"],
    ];

    private static readonly Gen<Mutation> s_mutation = Gen.Select(
        Gen.Int[0, Mutation.Kinds - 1], Gen.Int[0, 9999], Gen.Int[0, 9999], (kind, place, value) => new Mutation(kind, place, value));

    private static readonly Gen<int> s_status = Gen.OneOf(
        Gen.Const(200),
        Gen.Const(200),
        AnyOf(200, 202, 299, 301, 302, 307, 400, 401, 402, 403, 404, 408, 409, 410, 413, 418, 422, 429, 500, 502, 503, 504, 599));

    internal static Gen<HostileAnswer> OfSubmits { get; } = Of(s_submits);

    internal static Gen<HostileAnswer> OfLooks { get; } = Of(s_looks);

    private static Gen<HostileAnswer> Of(string[] shapes) => Gen.Select(
        s_status, AnyOf(s_headers), AnyOf(shapes), Gen.Int[-3, 3], s_mutation.Array[0, 5], Make);

    private static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static HostileAnswer Make(int status, string[] headers, string shape, int lengthError, Mutation[] mutations)
    {
        JsonNode root = JsonNode.Parse(shape.Replace("ID", Id, StringComparison.Ordinal))!;
        foreach (Mutation mutation in mutations.Where(mutation => !mutation.IsOfBytes))
        {
            root = mutation.Apply(root);
        }

        byte[] body = Mutation.Serialize(root);
        bool named = NamesTask(root);
        bool whole = true;
        foreach (Mutation mutation in mutations.Where(mutation => mutation.IsOfBytes))
        {
            body = mutation.Apply(body);
            whole &= !mutation.Breaks;
        }

        // -1 to 1: the right length. Else none, one that is too short, one that is too long.
        string[] length = lengthError switch
        {
            -3 => [],
            -2 => [$"Content-Length: {Math.Max(0, body.Length - 3)}"],
            3 or 2 => [$"Content-Length: {body.Length + 40}"],
            _ => [$"Content-Length: {body.Length}"],
        };
        return new HostileAnswer(status, [.. headers, .. length], body, whole && lengthError != -2, named);
    }

    /// <summary>Whether the planted id stands where api.md says that ids stand; the test's own reading, which shares nothing with the engine's.</summary>
    private static bool NamesTask(JsonNode? root)
    {
        JsonNode? envelope = root is JsonArray { Count: 1 } wrapped ? wrapped[0] : root;
        JsonNode? data = (envelope as JsonObject)?["data"];
        JsonNode? first = data is JsonArray { Count: 1 } list ? list[0] : data;
        return new[] { envelope, first }
            .OfType<JsonObject>()
            .SelectMany(holder => new[] { holder["task_id"], holder["id"] })
            .Any(id => id is JsonValue value && value.TryGetValue(out string? text) && text == Id)
            && !Contradicts(envelope) && !Contradicts(first);
    }

    /// <summary>Where several fields name a task, any of them may be meant.</summary>
    private static bool Contradicts(JsonNode? holder) => holder is JsonObject fields
        && fields.Any(field => field.Key is "task_id" or "id" or "taskId"
            && !(field.Value is JsonValue value && value.TryGetValue(out string? text) && text == Id));
}
