namespace Apimart.Video.Journal;

/// <summary>A file that a finished video was saved to.</summary>
/// <param name="Index">Which of the task's videos, counted from 0.</param>
/// <param name="Path">The file's full path.</param>
/// <param name="Length">The file's length in bytes when it was saved.</param>
/// <param name="Sha256">The SHA-256 of its bytes in hexadecimal, where it was computed.</param>
public sealed record SavedFile(int Index, string Path, long Length, string? Sha256)
{
    /// <summary>When it was saved, where the journal says it.</summary>
    public DateTimeOffset? SavedAt { get; init; }
}
