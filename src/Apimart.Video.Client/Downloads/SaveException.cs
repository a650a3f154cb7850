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
