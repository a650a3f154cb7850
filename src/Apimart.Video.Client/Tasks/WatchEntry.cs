using Apimart.Video.Api;

namespace Apimart.Video.Tasks;

/// <summary>One watched task. Times are those since the wait began. One per task: kept small.</summary>
internal sealed class WatchEntry
{
    private TimeSpan _born;
    private ProgressTrend _progress;

    internal WatchEntry(ApimartTask task, ModelTiming timing, TimeSpan born, TimeSpan? deadline)
    {
        Task = task;
        Timing = timing;
        _born = born;
        Deadline = deadline;
    }

    internal ApimartTask Task { get; set; }

    internal ModelTiming Timing { get; }

    /// <summary>When the wait for it is over, in whatever state it is.</summary>
    internal TimeSpan? Deadline { get; }

    /// <summary>How often it was added; each gets an event of its own at the end.</summary>
    internal int Adds { get; set; } = 1;

    /// <summary>How it left the wait; null while it is waited for.</summary>
    internal WatchEventKind? Outcome { get; set; }

    internal ApimartException? Fault { get; set; }

    /// <summary>Looks that failed since the last one that did not.</summary>
    internal int Failures { get; set; }

    /// <summary>Whether a look has found the task on the server.</summary>
    internal bool Seen { get; set; }

    /// <summary>The time it is best to look next, were there no other tasks.</summary>
    internal TimeSpan Due { get; set; }

    /// <summary>Looks a second that it asks for at present.</summary>
    internal float Demand { get; set; }

    /// <summary>The age, in seconds, at which the task was last known to run.</summary>
    internal float LastAge { get; set; }

    /// <summary>What the task's progress says of its end.</summary>
    internal ref ProgressTrend Progress => ref _progress;

    /// <summary>Corrects the age, once the server has said when the task was created.</summary>
    internal void WasBorn(TimeSpan at) => _born = at;

    internal double AgeAt(TimeSpan now) => (now - _born).TotalSeconds;

    internal TimeSpan TimeOf(double age) => _born + TimeSpan.FromSeconds(age);
}
