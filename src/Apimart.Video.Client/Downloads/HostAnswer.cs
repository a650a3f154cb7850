using System.Text;
using Apimart.Video.Containers;

namespace Apimart.Video.Downloads;

/// <summary>Reads what a host says about the file it sends.</summary>
internal static class HostAnswer
{
    /// <summary>More than is shown: a secret is found only where all of it is here.</summary>
    private const int QuoteLength = 4096;

    internal static PartNote NoteFor(this HttpResponseMessage response, SaveTarget target, Uri link, TimeProvider time) => new()
    {
        TaskId = target.TaskId,
        Index = target.Index,
        Url = link,
        ETag = response.StrongTag(),
        LastModified = response.StrongTime(time),
        Length = response.Content.Headers.ContentLength,
    };

    /// <summary>Whether a 206 is just the rest that was asked for, and says itself that it is of the file the note is about.</summary>
    internal static bool Continues(this HttpResponseMessage response, PartNote note, long from, Uri link) =>
        response.Content.Headers.ContentRange is { Unit: "bytes" } range
        && range.From == from
        && (range.Length is null || range.To == range.Length - 1)
        && (range.Length is null || note.Length is null || range.Length == note.Length)
        && response.IsOf(note, lengthIsKnown: range.Length is not null && range.Length == note.Length)
        && (IsSamePlace(note.Url, link) || (range.Length is not null && range.Length == note.Length));

    /// <summary>Whether a 416 says that this many bytes are the whole of the file the note is about.</summary>
    internal static bool SaysAllIsHere(this HttpResponseMessage response, PartNote note, long length) =>
        response.Content.Headers.ContentRange?.Length == length
        && (response.Headers.ETag is null || response.StrongTag() == note.ETag)
        && (response.Content.Headers.LastModified is not { } modified || note.LastModified is null || modified == note.LastModified);

    /// <returns>The kind of video that begins here, or null where it shows only later.</returns>
    /// <exception cref="SaveException">The type or the first bytes are not those of a video.</exception>
    internal static VideoFormat? RequireVideo(this HttpResponseMessage response, ReadOnlySpan<byte> start, SaveErrors errors)
    {
        string? type = response.Content.Headers.ContentType?.MediaType;
        if (!VideoFormats.MayBeVideo(start, out VideoFormat? format) || IsPage(type))
        {
            throw errors.NotAVideo(type, Encoding.UTF8.GetString(start[..Math.Min(start.Length, QuoteLength)]));
        }

        return format;
    }

    /// <summary>A file is the same by its strong ETag, or by its date and length together; a date that differs says that it is not.</summary>
    private static bool IsOf(this HttpResponseMessage response, PartNote note, bool lengthIsKnown)
    {
        DateTimeOffset? modified = response.Content.Headers.LastModified;
        bool dateDiffers = note.LastModified is not null && modified is not null && modified != note.LastModified;
        return !dateDiffers
            && (note.ETag is not null
                ? response.StrongTag() == note.ETag
                : note.LastModified is not null && modified == note.LastModified && lengthIsKnown);
    }

    /// <summary>A renewed link to the same path is the same resource; elsewhere an equal ETag may be chance.</summary>
    private static bool IsSamePlace(Uri noted, Uri link) =>
        noted.GetLeftPart(UriPartial.Path).Equals(link.GetLeftPart(UriPartial.Path), StringComparison.Ordinal);

    /// <summary>Types that say outright that no video follows; other wrong types are common and harmless.</summary>
    private static bool IsPage(string? type) =>
        type is not null
        && (type.EndsWith("html", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("json", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("xml", StringComparison.OrdinalIgnoreCase));

    private static string? StrongTag(this HttpResponseMessage response) =>
        response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : null;

    /// <summary>A time of modification counts if the file cannot have changed twice within it (RFC 9110, 8.8.2.2).</summary>
    private static DateTimeOffset? StrongTime(this HttpResponseMessage response, TimeProvider time)
    {
        DateTimeOffset now = response.Headers.Date ?? time.GetUtcNow();
        return response.Content.Headers.LastModified is { } modified && now - modified >= TimeSpan.FromSeconds(1) ? modified : null;
    }
}
