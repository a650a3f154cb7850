using System.Collections.Immutable;

namespace Apimart.Video.Models;

/// <summary>Each item is a link the server can fetch, or, where allowed, a picture in a <c>data:</c> link.</summary>
public sealed class UrlRule : ParameterRule
{
    private const string DataPrefix = "data:image/";

    /// <summary>Endings that name a format. Any other, such as <c>.php</c>, says nothing of what the link gives.</summary>
    private static readonly HashSet<string> s_formats = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpeg", ".jpg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif", ".svg", ".ico", ".jxl", ".psd",
        ".mp4", ".mov", ".webm", ".avi", ".mkv", ".mp3", ".wav", ".flac", ".ogg", ".m4a", ".aac", ".pdf", ".zip",
    };

    /// <summary>Whether <c>data:image/…;base64,</c> is taken as well.</summary>
    public bool DataUri { get; init; }

    /// <summary>Other schemes that are taken as they are, such as <c>asset</c>.</summary>
    public ImmutableArray<string> Schemes { get; init; } = [];

    /// <summary>The file endings that are taken, with their dot; empty where none are listed. Links whose ending names no format pass.</summary>
    public ImmutableArray<string> Extensions { get; init; } = [];

    /// <inheritdoc/>
    public override string Allowed
    {
        get
        {
            string schemes = string.Concat(Schemes.Select(scheme => $", {scheme}:// links"));
            string data = DataUri ? ", or data:image/…;base64, links" : string.Empty;
            string endings = Extensions.IsEmpty ? string.Empty : $" that end in {Sentence.Or(Extensions)}";
            return $"public http:// or https:// links{endings}{schemes}{data}";
        }
    }

    internal override bool Fits(ParameterType type) =>
        type is ParameterType.String or ParameterType.StringArray or ParameterType.SingleString;

    internal override bool Allows(object value) => Items(value).All(AllowsLink);

    internal override string Describe(object value) =>
        $"'{Sentence.Shorten(Items(value).First(link => !AllowsLink(link)))}'";

    private bool AllowsLink(string link)
    {
        if (link.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return DataUri && IsPicture(link);
        }

        if (link.Contains(' ', StringComparison.Ordinal) || !Uri.TryCreate(link, UriKind.Absolute, out Uri? uri))
        {
            return false;
        }

        if (Schemes.Contains(uri.Scheme, StringComparer.OrdinalIgnoreCase))
        {
            return true;
        }

        if ((uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) || uri.Host.Length == 0)
        {
            return false;
        }

        string extension = Path.GetExtension(uri.AbsolutePath);
        return Extensions.IsEmpty
            || !s_formats.Contains(extension)
            || Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase);
    }

    private static bool IsPicture(string link)
    {
        int comma = link.IndexOf(',', StringComparison.Ordinal);
        return link.StartsWith(DataPrefix, StringComparison.OrdinalIgnoreCase)
            && comma > DataPrefix.Length
            && link.AsSpan(0, comma).EndsWith(";base64", StringComparison.OrdinalIgnoreCase)
            && comma + 1 < link.Length
            && Convert.TryFromBase64String(link[(comma + 1)..], new byte[link.Length], out _);
    }

    private static IReadOnlyList<string> Items(object value) =>
        value is string single ? [single] : (IReadOnlyList<string>)value;
}
