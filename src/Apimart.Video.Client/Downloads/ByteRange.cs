using System.Net.Http.Headers;

namespace Apimart.Video.Downloads;

/// <summary>The part of a file that is asked for, and the state of the file (<c>If-Range</c>) it is wanted of.</summary>
internal sealed record ByteRange(long From, long? To = null)
{
    internal string? ETag { get; init; }

    internal DateTimeOffset? LastModified { get; init; }

    /// <summary>The rest of a file from <paramref name="from"/> on, if it is still the file of the note.</summary>
    internal static ByteRange RestOf(PartNote note, long from) =>
        new(from) { ETag = note.ETag, LastModified = note.ETag is null ? note.LastModified : null };

    internal void ApplyTo(HttpRequestHeaders headers)
    {
        headers.Range = new RangeHeaderValue(From, To);
        if (ETag is not null)
        {
            headers.IfRange = new RangeConditionHeaderValue(EntityTagHeaderValue.Parse(ETag));
        }
        else if (LastModified is { } time)
        {
            headers.IfRange = new RangeConditionHeaderValue(time);
        }
    }
}
