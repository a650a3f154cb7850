using Apimart.Video.Api;
using Apimart.Video.Tasks;

namespace Apimart.Video.Polling;

/// <summary>One watched task. Times are those since the wait began. One per task: kept small.</summary>
internal sealed class WatchEntry
{
    private TimeSpan _born;
    private ProgressTrend _progress;

    internal WatchEntry(ApimartTask task, PollTiming timing, double share, TimeSpan born, TimeSpan? deadline)
    {
        Task = task;
        Timing = timing;
        Share = (float)share;
        _born = born;
        Deadline = deadline;
    }

    internal ApimartTask Task { get; set; }

    internal PollTiming Timing { get; set; }

    /// <summary>Where among the times that are as good it is polled, from 0 to 1.</summary>
    internal float Share { get; }

    /// <summary>How long it took, in seconds; 0 where that is not known.</summary>
    internal float Duration { get; set; }

    /// <summary>When the wait for it is over, in whatever state it is.</summary>
    internal TimeSpan? Deadline { get; }

    /// <summary>How often it was added; each gets an event of its own at the end.</summary>
    internal int Adds { get; set; } = 1;

    /// <summary>How it left the wait; null while it is waited for.</summary>
    internal WatchEventKind? Outcome { get; set; }

    /// <summary>What the last poll met, where it failed.</summary>
    internal ApimartException? Fault { get; set; }

    /// <summary>Whether a poll of it is under way.</summary>
    internal bool InFlight { get; set; }

    /// <summary>Polls that failed since the last one that did not.</summary>
    internal int Failures { get; set; }

    /// <summary>When the last poll that found the task on the server began; null where none did.</summary>
    internal TimeSpan? SeenAt { get; set; }

    /// <summary>Whether the last poll was answered with that there is no such task.</summary>
    internal bool Missed { get; set; }

    /// <summary>The time it is best to poll next, were there no other tasks.</summary>
    internal TimeSpan Due { get; set; }

    /// <summary>Polls a second that it asks for at present.</summary>
    internal float Demand { get; set; }

    /// <summary>The age, in seconds, at which the task was last known to run.</summary>
    internal float LastAge { get; set; }

    /// <summary>The highest percentage told so far: it never falls, however the estimate changes.</summary>
    internal int Percent { get; set; }

    /// <summary>What the task's progress says of its end.</summary>
    internal ref ProgressTrend Progress => ref _progress;

    /// <summary>Corrects the age, once the server has said when the task was created.</summary>
    internal void WasBorn(TimeSpan at) => _born = at;

    internal double AgeAt(TimeSpan now) => (now - _born).TotalSeconds;

    internal TimeSpan TimeOf(double age) => _born + TimeSpan.FromSeconds(age);
}
