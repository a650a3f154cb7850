using Apimart.Video.Tasks;

namespace Apimart.Video.Api;

/// <summary>An accepted submit.</summary>
/// <param name="Task">The task as the server's answer describes it.</param>
/// <param name="IsReplayed">Whether the server gave the answer of an earlier request with the same key.</param>
internal sealed record SubmitReceipt(ApimartTask Task, bool IsReplayed);
