using Apimart.Video.Tasks;

namespace Apimart.Video.Downloads;

/// <summary>A video that lies on this machine, whole; one that <see cref="SaveOptions.SkipSaved"/> passed over may have been moved.</summary>
/// <param name="Path">The file's absolute path.</param>
/// <param name="Task">The task as it was last seen; its links may have been renewed.</param>
/// <param name="Index">The video's place in <see cref="ApimartTask.Videos"/>, from 0.</param>
/// <param name="Length">The file's length in bytes.</param>
/// <param name="Sha256">The file's SHA-256 in lower-case hexadecimal digits, where it was computed.</param>
/// <param name="Skipped">Whether the file was there before.</param>
/// <param name="BytesFetched">How many bytes of the file came over the network in this run.</param>
public sealed record SavedVideo(
    string Path,
    ApimartTask Task,
    int Index,
    long Length,
    string? Sha256,
    bool Skipped,
    long BytesFetched)
{
    /// <summary>The path that the template gives now, where the file keeps the name that it was saved under.</summary>
    public string? OtherPath { get; init; }

    /// <summary>Where the file lay before it was renamed.</summary>
    public string? RenamedFrom { get; init; }
}
