using Apimart.Video.Api;

namespace Apimart.Video.Tasks;

/// <summary>One thing that happened during a wait.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Task">The task as last seen.</param>
/// <param name="Fault">What the failed look met; null where no look failed.</param>
/// <param name="NextLook">How long until the task is looked at again, as planned; null where it is not.</param>
public sealed record WatchEvent(WatchEventKind Kind, ApimartTask Task, ApimartException? Fault, TimeSpan? NextLook);
