using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Apimart.Video.Simulator.Checks;
using Apimart.Video.Simulator.Http;
using Apimart.Video.Simulator.Tasks;
using Apimart.Video.Simulator.Videos;

namespace Apimart.Video.Simulator.Routes;

/// <summary><c>GET /v1/tasks/{id}</c>.</summary>
internal sealed partial class TaskRoute : IRoute
{
    private const string Prefix = "/v1/tasks/";
    private const string UnknownWord = "polishing";

    private readonly SimulatorOptions _options;
    private readonly SimulatorClock _clock;
    private readonly TaskStore _tasks;
    private readonly LinkSigner _links;
    private readonly Func<Uri> _fileHost;

    internal TaskRoute(SimulatorOptions options, SimulatorClock clock, TaskStore tasks, LinkSigner links, Func<Uri> fileHost)
    {
        _options = options;
        _clock = clock;
        _tasks = tasks;
        _links = links;
        _fileHost = fileHost;
    }

    public SimulatorRoute Kind => SimulatorRoute.Look;

    public bool Takes(HttpRequest request) =>
        request.IsGet && request.Path.StartsWith(Prefix, StringComparison.Ordinal) && request.Path.Length > Prefix.Length;

    public async Task<HttpResponse> AnswerAsync(HttpRequest request, SimulatorFault? fault, CancellationToken cancellationToken)
    {
        string language = ErrorLanguage.Read(request.QueryValue("language"));
        await Task.Delay(_options.ReadLatency, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        string id = request.Path[Prefix.Length..];
        if (!TaskId().IsMatch(id))
        {
            throw RefusalException.NoTaskId();
        }

        SimulatedTask task = _tasks.Find(id) ?? throw RefusalException.NoSuchTask();
        JsonObject data = Describe(task, _clock.Now, language);
        if (fault?.Kind == FaultKind.UnknownState)
        {
            data["status"] = UnknownWord;
        }

        return HttpResponse.Json(200, new JsonObject { ["code"] = 200, ["data"] = data });
    }

    /// <summary>A failed task, too, is HTTP 200, code 200 and progress 100 (<c>omni-flash-ext</c>, failed result example).</summary>
    private JsonObject Describe(SimulatedTask task, DateTimeOffset now, string language)
    {
        TaskState state = task.StateAt(now);
        JsonObject data = new()
        {
            ["id"] = task.Id,
            ["status"] = Word(state),
            ["progress"] = task.ProgressAt(now),
            ["created"] = task.AcceptedAt.ToUnixTimeSeconds(),
            ["estimated_time"] = (long)Math.Ceiling(task.Estimate.TotalSeconds),
        };
        if (state is TaskState.Completed or TaskState.Failed)
        {
            data["completed"] = task.EndsAt.ToUnixTimeSeconds();
            data["actual_time"] = task.EndsAt.ToUnixTimeSeconds() - task.AcceptedAt.ToUnixTimeSeconds();
            data["cost"] = (double?)task.CostAt(now);
        }

        if (state == TaskState.Completed)
        {
            (string link, DateTimeOffset expires) = _links.Sign(task, _fileHost());
            JsonObject video = new()
            {
                ["url"] = new JsonArray(link),
                ["expires_at"] = expires.ToUnixTimeSeconds(),
            };
            if (task.ReturnsLastFrame)
            {
                video["last_frame_url"] = ImageFileRoute.LinkOf(task, _fileHost());
            }

            data["result"] = new JsonObject { ["videos"] = new JsonArray(video) };
        }

        if (state == TaskState.Failed)
        {
            data["error"] = new JsonObject
            {
                ["message"] = task.Failure!.In(language),
                ["code"] = TaskFailure.Code,
            };
        }

        return data;
    }

    private static string Word(TaskState state) => state switch
    {
        TaskState.Submitted => "submitted",
        TaskState.Processing => "processing",
        TaskState.Completed => "completed",
        _ => "failed",
    };

    [GeneratedRegex("^task_[0-9A-Za-z]{10,64}$")]
    private static partial Regex TaskId();
}
