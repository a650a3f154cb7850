namespace Apimart.Video.Downloads;

/// <summary>How far one file has come.</summary>
/// <param name="TaskId">The task the video belongs to.</param>
/// <param name="FileName">The file's name without its folder.</param>
/// <param name="Received">The bytes that lie here, those of an earlier run included.</param>
/// <param name="Total">The file's length in bytes, where the host has told it.</param>
public sealed record SaveProgress(string TaskId, string FileName, long Received, long? Total);
