namespace Apimart.Video.Downloads;

/// <summary>One video of one task and the file it becomes.</summary>
internal sealed record SaveTarget(string TaskId, int Index, string Path);
