using Apimart.Video.Tasks;

namespace Apimart.Video.Api;

/// <summary>A submit's answer that names a task.</summary>
/// <param name="Task">The task as the answer describes it.</param>
/// <param name="IsReplayed">Whether the server gave the answer of an earlier request with the same key.</param>
/// <param name="Fault">What the answer says against it; null where it says nothing.</param>
/// <param name="Others">Further ids that the answer names.</param>
internal sealed record SubmitReceipt(ApimartTask Task, bool IsReplayed, ApimartException? Fault, IReadOnlyList<string> Others)
{
    /// <summary>Whether the answer's status says that the task was accepted, whatever else it says.</summary>
    internal bool IsAccepted { get; init; } = true;
}
