using System.Collections.Immutable;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Watching;

/// <summary>The server as a watcher sees it: tasks that run for as long as a test says, and looks that fail where it says so.</summary>
internal sealed class ScriptedLooks(ManualTime time)
{
    private readonly Dictionary<string, Func<double, ApimartTask>> _tasks = [];

    internal List<(string Id, DateTimeOffset At)> Looks { get; } = [];

    /// <summary>Answers in place of the task: gets the number of the look, 1 for the first; null lets the task answer.</summary>
    internal Func<int, ApimartException?> Fault { get; set; } = _ => null;

    /// <summary>A task that was just submitted and will be completed after so many seconds.</summary>
    internal ApimartTask Submit(string id, double seconds, Func<double, int>? progress = null, string model = "sora-2")
    {
        DateTimeOffset created = time.GetUtcNow();
        ApimartTask submitted = new() { TaskId = id, Model = model, Prompt = "a fox", CreatedAt = created };
        _tasks[id] = age => age >= seconds
            ? new ApimartTask
            {
                TaskId = id,
                Status = ApimartTaskStatus.Completed,
                Progress = 100,
                CompletedAt = created.AddSeconds(seconds),
                Videos = [new VideoLink(new Uri($"https://upload.apimart.ai/{id}.mp4"), created.AddDays(1))],
            }
            : new ApimartTask { TaskId = id, Status = ApimartTaskStatus.Processing, Progress = progress?.Invoke(age) ?? 0 };
        return submitted;
    }

    /// <summary>A task that answers every look with the same state.</summary>
    internal void Answer(string id, ApimartTask task) => _tasks[id] = _ => task;

    internal Task<ApimartTask> LookAsync(string id, CancellationToken cancellationToken)
    {
        Looks.Add((id, time.GetUtcNow()));
        if (Fault(Looks.Count) is { } fault)
        {
            return Task.FromException<ApimartTask>(fault);
        }

        DateTimeOffset created = Looks[0].At;
        return Task.FromResult(_tasks[id]((time.GetUtcNow() - ManualStart).TotalSeconds));
    }

    private static DateTimeOffset ManualStart => new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
}
