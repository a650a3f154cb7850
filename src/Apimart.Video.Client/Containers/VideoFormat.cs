namespace Apimart.Video.Containers;

/// <summary>The kinds of video file that are told apart, each with its own extension.</summary>
internal enum VideoFormat
{
    /// <summary>ISO/IEC 14496-12 and -14.</summary>
    Mp4,

    /// <summary>Apple's QuickTime, the parent of MP4.</summary>
    QuickTime,

    /// <summary>Matroska restricted to the web's codecs.</summary>
    WebM,

    /// <summary>Matroska (RFC 9559).</summary>
    Matroska,
}
