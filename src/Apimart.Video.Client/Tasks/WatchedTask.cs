namespace Apimart.Video.Tasks;

/// <summary>A running task and how far it has come.</summary>
/// <param name="Task">The task as last seen.</param>
/// <param name="Percent">0 to 99: the server's progress, or where something tells how long the task takes, the share that has passed, whichever is more; it never falls.</param>
/// <param name="Remaining">How long the task is expected to take still; null where nothing tells it: no past task, no estimate that proved right, no progress that moves.</param>
/// <param name="IsSeen">Whether a poll has found the task at the server yet.</param>
public sealed record WatchedTask(ApimartTask Task, int Percent, TimeSpan? Remaining, bool IsSeen);
