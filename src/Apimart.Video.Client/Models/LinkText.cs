using System.Text.RegularExpressions;

namespace Apimart.Video.Models;

/// <summary>Parts the links of one cell.</summary>
internal static partial class LinkText
{
    /// <summary>
    /// The links, parted by blanks, line ends, <c>,</c> <c>;</c> or <c>|</c>. A comma or semicolon within a link, as after
    /// <c>data:image/png;base64</c>, parts nothing: only one that another link, a blank or the end follows, or a file's ending precedes.
    /// </summary>
    internal static IReadOnlyList<string> Part(string text) =>
        [.. (IsOfLinks(text) ? BetweenLinks() : BetweenWords()).Split(text).Where(part => part.Length > 0)];

    private static bool IsOfLinks(string text) =>
        text.Contains("://", StringComparison.Ordinal) || text.Contains("data:", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(
        @"[\s|]+|[,;]+(?=[\s|,;]|$|[a-z][a-z0-9+.-]*://|data:)|(?<=^[^?#]*\.(?:png|jpe?g|webp|gif|bmp|mp4|mov|webm|mp3|wav|m4a))[,;]+",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex BetweenLinks();

    [GeneratedRegex(@"[\s,;|]+", RegexOptions.CultureInvariant)]
    private static partial Regex BetweenWords();
}
