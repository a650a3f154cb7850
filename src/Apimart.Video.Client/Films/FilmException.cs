namespace Apimart.Video.Films;

/// <summary>What kept a file from being measured or a film from being made; the names are the ErrorIds.</summary>
public enum FilmFault
{
    /// <summary>There is no ffmpeg on PATH.</summary>
    FfmpegMissing,

    /// <summary>ffmpeg ended with an error.</summary>
    FfmpegFailed,

    /// <summary>A file is no video, or says nothing of one.</summary>
    NotAVideo,

    /// <summary>A file could not be read.</summary>
    VideoNotRead,

    /// <summary>Rows have no saved video.</summary>
    ClipsMissing,

    /// <summary>Rows have several saved takes, and none was chosen.</summary>
    TakeNotChosen,

    /// <summary>The film would replace a file.</summary>
    FilmExists,

    /// <summary>The film could not be written.</summary>
    FilmNotWritten,

    /// <summary>What was made is not what its clips add up to; it was not kept.</summary>
    FilmNotWhole,
}

/// <summary>A fault of measuring or joining videos, with what to do.</summary>
public sealed class FilmException : Exception
{
    /// <summary>Creates it.</summary>
    /// <param name="fault">What it is.</param>
    /// <param name="message">What happened, in a sentence.</param>
    /// <param name="advice">What to do.</param>
    /// <param name="innerException">What it came of.</param>
    public FilmException(FilmFault fault, string message, string advice, Exception? innerException = null)
        : base(message, innerException)
    {
        Fault = fault;
        Advice = advice;
    }

    /// <summary>What it is.</summary>
    public FilmFault Fault { get; }

    /// <summary>What to do.</summary>
    public string Advice { get; }
}
