namespace Apimart.Video.Tasks;

/// <summary>What happened to a watched task.</summary>
public enum WatchEventKind
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
