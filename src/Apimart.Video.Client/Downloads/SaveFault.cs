namespace Apimart.Video.Downloads;

/// <summary>Why a video could not be saved.</summary>
public enum SaveFault
{
    /// <summary>The host answered with something other than a video.</summary>
    NotAVideo,

    /// <summary>The file is shorter or longer than it has to be.</summary>
    LengthMismatch,

    /// <summary>The file is larger than <see cref="SaveOptions.MaxSize"/>.</summary>
    TooLarge,

    /// <summary>The link is dead and the API has no other.</summary>
    LinkExpired,

    /// <summary>The host refused the file, or answered against the rules of HTTP.</summary>
    Refused,

    /// <summary>A file of this name exists and is not known to be this video.</summary>
    FileExists,

    /// <summary>Another process is saving the same file, or has the file open that is to be replaced.</summary>
    FileInUse,

    /// <summary>There is no room left on the disk.</summary>
    DiskFull,

    /// <summary>The file could not be written, read back or renamed.</summary>
    WriteFailed,

    /// <summary>The folder cannot be made or written to.</summary>
    PathNotWritable,

    /// <summary>The link or a redirect is not https, goes from https to http, or leads into this machine's network where the API is not.</summary>
    UnsafeLink,

    /// <summary>The link led on more often than is sensible.</summary>
    TooManyRedirects,

    /// <summary>The host could not be reached, or the connection broke again and again.</summary>
    Network,

    /// <summary>The host fell silent.</summary>
    Timeout,

    /// <summary>The host or what stands behind it failed (5xx, 429).</summary>
    HostFailed,

    /// <summary>The task has no finished video: it failed, or is still running.</summary>
    TaskNotCompleted,

    /// <summary>The task is completed, but the API names no video.</summary>
    NoVideo,

    /// <summary>The video was saved before, is no longer in its place, and cannot be fetched again: its link is dead.</summary>
    SavedBefore,

    /// <summary>The template of the file names is wrong.</summary>
    BadTemplate,
}
