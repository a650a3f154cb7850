namespace Apimart.Video.Downloads;

/// <summary>A file that has its name.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal digits, where it was asked for.</param>
internal sealed record FinishedFile(string Path, string? Sha256);
