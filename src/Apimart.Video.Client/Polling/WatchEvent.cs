using Apimart.Video.Api;
using Apimart.Video.Tasks;

namespace Apimart.Video.Polling;

/// <summary>One thing that happened during a wait.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Task">The task as last seen.</param>
/// <param name="Fault">What the last poll met, where it failed; null where it did not.</param>
/// <param name="NextPoll">How long until the task is polled again, as planned; null where it is not.</param>
internal sealed record WatchEvent(WatchEventKind Kind, ApimartTask Task, ApimartException? Fault, TimeSpan? NextPoll)
{
    /// <summary>How long ago the task was last seen at the server; null where no poll found it. Told at a timeout.</summary>
    public TimeSpan? SeenAgo { get; init; }

    /// <summary>Until when the server asked to leave it alone (Retry-After); null where it did not.</summary>
    public DateTimeOffset? AskedUntil { get; init; }
}

/// <summary>What happened to a watched task.</summary>
internal enum WatchEventKind
{
    /// <summary>A poll found the task still running.</summary>
    Polled,

    /// <summary>A poll failed: no connection, a server error, an answer that makes no sense. The wait goes on.</summary>
    PollFailed,

    /// <summary>The task ended, in whatever way.</summary>
    Ended,

    /// <summary>The server does not know the task, or no longer; it is not polled again.</summary>
    Lost,

    /// <summary>The time was up, and a last poll did not find the task ended; it runs on and is given as last seen.</summary>
    TimedOut,

    /// <summary>The key is refused or the balance used up (401, 402, 403). The last event of the whole wait; the fault says why.</summary>
    Stopped,
}
