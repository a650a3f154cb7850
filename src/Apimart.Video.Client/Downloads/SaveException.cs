using System.Collections.Immutable;
using System.Net;

namespace Apimart.Video.Downloads;

/// <summary>A video could not be saved. No file lies under its final name that was not there before.</summary>
public sealed class SaveException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">What went wrong.</param>
    /// <param name="message">What went wrong, for a person.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public SaveException(SaveFault fault, string message, Exception? inner = null)
        : base(message, inner)
    {
        Fault = fault;
    }

    /// <summary>What went wrong.</summary>
    public SaveFault Fault { get; }

    /// <summary>The task the video belongs to; empty where the fault concerns none.</summary>
    public string TaskId { get; init; } = string.Empty;

    /// <summary>The file or folder the fault is about.</summary>
    public string? Path { get; init; }

    /// <summary>The link as the API gave it; whoever has it can fetch the video.</summary>
    public Uri? Url { get; init; }

    /// <summary>The HTTP status of the host's answer, where there was one.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>What to do about it.</summary>
    public string Advice { get; init; } = string.Empty;

    /// <summary>The task's other videos, which were saved.</summary>
    public ImmutableArray<SavedVideo> Saved { get; internal set; } = [];

    /// <summary>How long the host asked to wait.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the file may not be there yet, as its task has only just completed.</summary>
    internal bool IsEarly { get; init; }

    /// <summary>Whether the same request may succeed a little later.</summary>
    internal bool IsPassing { get; init; }
}

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
