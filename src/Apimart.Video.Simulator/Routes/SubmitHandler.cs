using System.Text.Json.Nodes;
using Apimart.Video.Simulator.Checks;
using Apimart.Video.Simulator.Http;
using Apimart.Video.Simulator.Tasks;

namespace Apimart.Video.Simulator.Routes;

/// <summary>What all submits have in common: the Idempotency-Key, the task, and the forms of the answer.</summary>
internal sealed class SubmitHandler
{
    private const string VersionHeader = "X-APIMart-Response-Version";
    private const string Version = "2026-07-27";

    private readonly SimulatorOptions _options;
    private readonly TaskStore _tasks;
    private readonly IdempotencyStore _keys = new();
    private TaskCompletionSource _held = new();

    internal SubmitHandler(SimulatorOptions options, TaskStore tasks)
    {
        _options = options;
        _tasks = tasks;
        _held.SetResult();
    }

    /// <param name="request">The request.</param>
    /// <param name="check">Checks the request's body.</param>
    /// <param name="cancellationToken">Cancelled when the client has gone.</param>
    /// <exception cref="RefusalException">The API refuses the request.</exception>
    internal async Task<HttpResponse> AnswerAsync(
        HttpRequest request,
        Func<byte[], CheckedSubmit> check,
        CancellationToken cancellationToken)
    {
        string? key = request.Header("Idempotency-Key");
        if (!_options.Idempotency || key is null)
        {
            return await AcceptAsync(request, check, key, cancellationToken).ConfigureAwait(false);
        }

        if (_keys.Reserve(key, request) is { } former)
        {
            return former;
        }

        try
        {
            HttpResponse answer = await AcceptAsync(request, check, key, cancellationToken).ConfigureAwait(false);
            _keys.Complete(key, answer);
            return answer;
        }
        finally
        {
            _keys.ReleaseUnfinished(key);
        }
    }

    /// <summary>What is accepted from now on is answered by <see cref="Release"/>.</summary>
    internal void Hold()
    {
        if (Volatile.Read(ref _held).Task.IsCompleted)
        {
            Volatile.Write(ref _held, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
    }

    internal void Release() => Volatile.Read(ref _held).TrySetResult();

    private async Task<HttpResponse> AcceptAsync(
        HttpRequest request,
        Func<byte[], CheckedSubmit> check,
        string? key,
        CancellationToken cancellationToken)
    {
        CheckedSubmit submit = check(request.Body);
        await Task.Delay(_options.SubmitLatency, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        SimulatedTask task = _tasks.Accept(submit, request.Body, key);
        await Task.Delay(_options.AnswerLatency, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        await Volatile.Read(ref _held).Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return request.Header(VersionHeader) == Version ? Versioned(task)
            : task.Model == "grok-imagine-1.0-video-apimart" ? WithObject(task)
            : WithArray(task);
    }

    /// <summary>The answer of most models: <c>sora-2</c>, <c>veo3.1</c>, <c>omni-flash-ext</c>.</summary>
    private static HttpResponse WithArray(SimulatedTask task) => HttpResponse.Json(200, new JsonObject
    {
        ["code"] = 200,
        ["data"] = new JsonArray(new JsonObject
        {
            ["status"] = "submitted",
            ["task_id"] = task.Id,
        }),
    });

    /// <summary>The answer of <c>grok-imagine-1.0-video-apimart</c>.</summary>
    private static HttpResponse WithObject(SimulatedTask task) => HttpResponse.Json(200, new JsonObject
    {
        ["code"] = 200,
        ["data"] = new JsonObject
        {
            ["id"] = task.Id,
            ["status"] = "submitted",
            ["progress"] = 0,
            ["created"] = task.AcceptedAt.ToUnixTimeSeconds(),
            ["type"] = "video",
        },
    });

    /// <summary>The answer the vendor's own client asks for.</summary>
    private static HttpResponse Versioned(SimulatedTask task)
    {
        HttpResponse response = HttpResponse.Json(202, new JsonObject
        {
            ["code"] = 202,
            ["data"] = new JsonObject
            {
                ["id"] = task.Id,
                ["object"] = "generation.task",
                ["status"] = "queued",
                ["poll_url"] = $"/v1/tasks/{task.Id}",
            },
            ["request_id"] = $"req_{task.Id[5..]}",
        });
        response.Headers[VersionHeader] = Version;
        return response;
    }
}
