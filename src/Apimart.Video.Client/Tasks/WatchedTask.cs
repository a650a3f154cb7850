namespace Apimart.Video.Tasks;

/// <summary>A running task and how far it has come.</summary>
/// <param name="Task">The task as last seen.</param>
/// <param name="Percent">0 to 99: the server's progress, or the share of the expected time that has passed, whichever is more.</param>
/// <param name="Remaining">How long the task is expected to take still.</param>
public sealed record WatchedTask(ApimartTask Task, int Percent, TimeSpan Remaining);
