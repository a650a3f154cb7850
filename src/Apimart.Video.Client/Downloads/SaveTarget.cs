using Apimart.Video.Containers;
using Apimart.Video.Journal;

namespace Apimart.Video.Downloads;

/// <summary>One video of one task and the file it becomes.</summary>
internal sealed record SaveTarget(string TaskId, int Index, string Path)
{
    /// <summary>The file's path once it is known which kind of video it is: the extension says what is inside.</summary>
    internal string PathAs(VideoFormat format) =>
        System.IO.Path.ChangeExtension(Path, VideoFormats.ExtensionOf(format, System.IO.Path.GetExtension(Path)));

    /// <summary>The file that the video was saved to before, where that is known.</summary>
    internal SavedFile? Saved { get; init; }

    /// <summary>Where the file lies in this folder under an earlier name; it keeps it, or is renamed where that is asked for.</summary>
    internal string? FormerPath { get; init; }

    /// <summary>The paths of the same name that a video of another kind would have.</summary>
    internal IEnumerable<string> OtherPaths => VideoFormats.Extensions
        .Select(extension => System.IO.Path.ChangeExtension(Path, extension))
        .Where(path => path != Path);
}
