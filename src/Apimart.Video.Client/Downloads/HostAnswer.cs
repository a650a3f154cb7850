using System.Text;

namespace Apimart.Video.Downloads;

/// <summary>Reads what a host says about the file it sends.</summary>
internal static class HostAnswer
{
    private const int QuoteLength = 60;

    internal static PartNote NoteFor(this HttpResponseMessage response, SaveTarget target, Uri link, TimeProvider time) => new()
    {
        TaskId = target.TaskId,
        Index = target.Index,
        Url = link,
        ETag = response.StrongTag(),
        LastModified = response.StrongTime(time),
        Length = response.Content.Headers.ContentLength,
    };

    /// <summary>Whether a 206 is just the rest that was asked for, of the file the note is about.</summary>
    internal static bool Continues(this HttpResponseMessage response, PartNote note, long from) =>
        response.Content.Headers.ContentRange is { Unit: "bytes" } range
        && range.From == from
        && (range.Length is null || range.To == range.Length - 1)
        && (range.Length is null || note.Length is null || range.Length == note.Length)
        && (note.ETag is null || (response.StrongTag() ?? note.ETag) == note.ETag);

    /// <summary>Whether the length of the whole file, as a 416 tells it, is this one.</summary>
    internal static bool SaysLengthIs(this HttpResponseMessage response, long length) =>
        response.Content.Headers.ContentRange?.Length == length;

    /// <exception cref="SaveException">The type or the first bytes are not those of a video.</exception>
    internal static void RequireVideo(this HttpResponseMessage response, ReadOnlySpan<byte> start, SaveErrors errors)
    {
        string? type = response.Content.Headers.ContentType?.MediaType;
        if (!Mp4Signature.IsAtStartOf(start) || IsPage(type))
        {
            string text = Encoding.UTF8.GetString(start[..Math.Min(start.Length, QuoteLength)]);
            throw errors.NotAVideo(type, string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim());
        }
    }

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
