namespace Apimart.Video.Tasks;

/// <summary>The status words of the API, compared without case; the lists are those of the API's pages and of its integrators.</summary>
internal static class StatusWords
{
    /// <summary>What a word says, or null where it is not known.</summary>
    internal static ApimartTaskStatus? Parse(string? word) => word?.Trim().ToUpperInvariant() switch
    {
        "SUBMITTED" or "PENDING" or "QUEUED" or "NOT_START" => ApimartTaskStatus.Submitted,
        "PROCESSING" or "IN_PROGRESS" or "RUNNING" => ApimartTaskStatus.Processing,
        "COMPLETED" or "SUCCESS" or "SUCCEEDED" or "DONE" => ApimartTaskStatus.Completed,
        "FAILED" or "FAILURE" or "ERROR" => ApimartTaskStatus.Failed,
        "CANCELLED" or "CANCELED" => ApimartTaskStatus.Cancelled,
        "EXPIRED" or "TIMEOUT" => ApimartTaskStatus.Expired,
        _ => null,
    };
}
