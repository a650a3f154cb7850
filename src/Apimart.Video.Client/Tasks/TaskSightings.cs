using System.Collections.Concurrent;

namespace Apimart.Video.Tasks;

/// <summary>What the looks of one client saw of some tasks, so that several who wait for the same task need not all ask for it.</summary>
internal sealed class TaskSightings
{
    private readonly ConcurrentDictionary<string, ApimartTask?> _seen = new(StringComparer.Ordinal);

    /// <summary>Told of each look at a task that is followed. May be called on any thread.</summary>
    internal event Action<ApimartTask>? Seen;

    /// <summary>Keeps what is seen of a task from now on.</summary>
    internal void Follow(string taskId) => _seen.TryAdd(taskId, null);

    /// <summary>What was seen since it was last taken; null where nobody looked.</summary>
    internal ApimartTask? Take(string taskId)
    {
        while (_seen.TryGetValue(taskId, out ApimartTask? seen) && seen is not null)
        {
            if (_seen.TryUpdate(taskId, null, seen))
            {
                return seen;
            }
        }

        return null;
    }

    internal void Saw(ApimartTask task)
    {
        if (_seen.ContainsKey(task.TaskId))
        {
            _seen[task.TaskId] = task;
            Seen?.Invoke(task);
        }
    }
}
