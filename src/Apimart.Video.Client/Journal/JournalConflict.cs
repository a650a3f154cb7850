namespace Apimart.Video.Journal;

/// <summary>A row that two machines had accepted as different tasks.</summary>
/// <param name="JobName">The batch.</param>
/// <param name="Prompt">The row's prompt.</param>
/// <param name="TaskIds">The tasks; each was charged for.</param>
public sealed record JournalConflict(string? JobName, string? Prompt, IReadOnlyList<string> TaskIds);
