using System.Net;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Watching;

/// <summary>The server as a watcher sees it: tasks that run for as long as a test says, and polls that fail where it says so.</summary>
internal sealed class ScriptedPolls(ManualTime time)
{
    private readonly Dictionary<string, Func<ApimartTask>> _tasks = [];

    internal List<Poll> Polls { get; } = [];

    /// <summary>What a poll meets in place of an answer: gets its number, 1 for the first of all; null lets the task answer.</summary>
    internal Func<int, Exception?> Fault { get; set; } = _ => null;

    /// <summary>What a poll waits for before it is answered.</summary>
    internal Func<CancellationToken, Task> Delay { get; set; } = _ => Task.CompletedTask;

    internal int InFlight { get; private set; }

    internal int MostInFlight { get; private set; }

    internal static ApimartException Error(ApimartErrorKind kind, HttpStatusCode? status = null, TimeSpan? retryAfter = null) =>
        new(kind, $"scripted {kind}") { StatusCode = status, RetryAfter = retryAfter };

    /// <summary>A task that is submitted now and is completed after so many seconds.</summary>
    internal ApimartTask Submit(string id, double seconds, Func<double, int>? progress = null, string model = "sora-2", int? estimate = null)
    {
        DateTimeOffset created = time.GetUtcNow();
        _tasks[id] = () => time.GetUtcNow() >= created.AddSeconds(seconds)
            ? Completed(id) with { ActualTime = TimeSpan.FromSeconds(Math.Round(seconds)) }
            : new ApimartTask
            {
                TaskId = id,
                Status = ApimartTaskStatus.Processing,
                Progress = progress?.Invoke((time.GetUtcNow() - created).TotalSeconds) ?? 0,
                EstimatedTime = estimate is { } told ? TimeSpan.FromSeconds(told) : null,
            };
        return new ApimartTask { TaskId = id, Model = model, Prompt = $"prompt of {id}", CreatedAt = created };
    }

    internal ApimartTask Completed(string id) => new()
    {
        TaskId = id,
        Status = ApimartTaskStatus.Completed,
        Progress = 100,
        Videos = [new VideoLink(new Uri($"https://upload.apimart.ai/f/{id}.mp4"), time.GetUtcNow().AddDays(1))],
    };

    /// <summary>Each poll of the task is answered with this.</summary>
    internal void Answer(string id, Func<ApimartTask> answer) => _tasks[id] = answer;

    internal IEnumerable<double> SecondsOf(string id) =>
        Polls.Where(poll => poll.Id == id).Select(poll => poll.Seconds);

    internal async Task<ApimartTask> PollAsync(string id, CancellationToken cancellationToken)
    {
        Polls.Add(new Poll(id, (time.GetUtcNow() - ManualTime.Start).TotalSeconds));
        int number = Polls.Count;
        MostInFlight = Math.Max(MostInFlight, ++InFlight);
        try
        {
            await Delay(cancellationToken);
            return Fault(number) is { } fault ? throw fault : _tasks[id]();
        }
        finally
        {
            InFlight--;
        }
    }

    /// <param name="Id">The task.</param>
    /// <param name="Seconds">When, since the test began.</param>
    internal sealed record Poll(string Id, double Seconds);
}
