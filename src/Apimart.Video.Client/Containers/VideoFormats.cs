using System.Collections.Immutable;

namespace Apimart.Video.Containers;

/// <summary>How a kind of video is recognised from its first bytes, and the extension it goes by.</summary>
internal static class VideoFormats
{
    /// <summary>How many bytes of the start are needed to tell a video from anything else.</summary>
    internal const int StartLength = 12;

    /// <summary>Every extension that a saved video may have.</summary>
    internal static readonly ImmutableArray<string> Extensions = [".mp4", ".m4v", ".mov", ".webm", ".mkv"];

    /// <summary>The extension of a format; a wished one stays where it fits.</summary>
    internal static string ExtensionOf(VideoFormat format, string wished) => format switch
    {
        VideoFormat.QuickTime => ".mov",
        VideoFormat.WebM => ".webm",
        VideoFormat.Matroska => ".mkv",
        _ => wished.Equals(".m4v", StringComparison.OrdinalIgnoreCase) || wished.Equals(".mp4", StringComparison.OrdinalIgnoreCase)
            ? wished
            : ".mp4",
    };

    /// <summary>Whether a file may be a video, by its first bytes.</summary>
    /// <param name="start">As much of the start as is here.</param>
    /// <param name="format">The format, or null where the bytes that tell it are not among these.</param>
    internal static bool MayBeVideo(ReadOnlySpan<byte> start, out VideoFormat? format)
    {
        format = null;
        if (start.Length < StartLength)
        {
            return false;
        }

        if (start[..4].SequenceEqual(EbmlElement.Magic))
        {
            return EbmlStructure.MayBeVideo(start, out format);
        }

        long at = 0;
        while (start.Length - at >= StartLength)
        {
            ReadOnlySpan<byte> here = start[(int)at..];
            if (Box.Parse(here, at, long.MaxValue) is not { } box)
            {
                return false;
            }

            if (box.Type == Mp4Structure.FileType)
            {
                int content = (int)(box.ContentStart - at);
                format = here.Length >= content + 4 ? Mp4Structure.FormatOf(Box.TypeText(here[content..])) : null;
                return here.Length < content + 4 || format is not null;
            }

            if (!Mp4Structure.MayStandBeforeFileType(box.Type) || box.ReachesToEnd)
            {
                return false;
            }

            at = box.End;
        }

        return true;
    }
}

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
