using System.Globalization;

namespace Apimart.Video.Simulator.Routes;

/// <summary>One range of bytes, both ends included; <see cref="First"/> lies behind <see cref="Last"/> where nothing is in it.</summary>
internal readonly record struct ByteRange(long First, long Last)
{
    internal long Length => Last - First + 1;

    internal bool IsEmpty => First > Last;

    /// <summary>The range of a <c>Range</c> header, or null where there is none that this server takes: then the whole is sent.</summary>
    internal static ByteRange? Parse(string? header, long length)
    {
        const string Unit = "bytes=";
        if (header is null
            || !header.StartsWith(Unit, StringComparison.Ordinal)
            || header[Unit.Length..].Split('-') is not [var first, var last])
        {
            return null;
        }

        long? start = Number(first);
        long? end = Number(last);
        return (start, end) switch
        {
            (null, { } suffix) when first.Length == 0 => new ByteRange(suffix == 0 ? length : Math.Max(0, length - suffix), length - 1),
            ({ } from, null) when last.Length == 0 => new ByteRange(from, length - 1),
            ({ } from, { } to) when from <= to => new ByteRange(from, Math.Min(to, length - 1)),
            _ => null,
        };
    }

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
