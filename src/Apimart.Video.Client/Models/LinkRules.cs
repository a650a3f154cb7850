using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Apimart.Video.Images;
using Apimart.Video.Network;
using Apimart.Video.Text;

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

/// <summary>
/// What a picture's file may be: its bytes, its type, its pixels. Checked where the file is at hand, on the disk or in a
/// <c>data:</c> link; what a link leads to is not known here.
/// </summary>
public sealed class FileRule : ParameterRule
{
    private const double BytesPerMegabyte = 1024 * 1024;

    /// <summary>The largest file in megabytes, or none.</summary>
    public double? MaximumMegabytes { get; init; }

    /// <summary>The types that are taken, such as <c>jpeg</c>; empty where none are listed.</summary>
    public ImmutableArray<string> Types { get; init; } = [];

    /// <summary>The fewest pixels a side, or none.</summary>
    public int? MinimumSide { get; init; }

    /// <summary>The most pixels a side, or none.</summary>
    public int? MaximumSide { get; init; }

    /// <summary>The largest ratio of the longer side to the shorter, or none.</summary>
    public double? MaximumRatio { get; init; }

    /// <inheritdoc/>
    public override string Allowed
    {
        get
        {
            string?[] limits =
            [
                MaximumMegabytes is { } most ? $"of at most {Text(most)} MB" : null,
                Types.IsEmpty ? null : $"of the type {Sentence.Or(Types)}",
                (MinimumSide, MaximumSide) switch
                {
                    ({ } low, { } high) => $"with {low} to {high} pixels a side",
                    ({ } low, null) => $"with at least {low} pixels a side",
                    (null, { } high) => $"with at most {high} pixels a side",
                    _ => null,
                },
                MaximumRatio is { } ratio ? $"of 1:{Text(ratio)} to {Text(ratio)}:1" : null,
            ];
            return $"pictures {string.Join(", ", limits.OfType<string>())}";
        }
    }

    internal override bool Fits(ParameterType type) =>
        type is ParameterType.String or ParameterType.StringArray or ParameterType.SingleString;

    internal override bool Allows(object value) => Wrong(value) is null;

    internal override string Describe(object value) => Wrong(value) ?? string.Empty;

    /// <summary>What is wrong with a picture on the disk, or null when nothing is.</summary>
    internal string? Wrong(ImageFile picture) =>
        Wrong(picture.Length, picture.Extension, picture.Size) is { } what ? $"'{picture.Path}' {what}" : null;

    private string? Wrong(object value)
    {
        foreach (string link in value is string single ? [single] : (IReadOnlyList<string>)value)
        {
            int comma = link.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? link.IndexOf(',', StringComparison.Ordinal) : -1;
            byte[] bytes = new byte[comma < 0 ? 0 : link.Length];
            if (comma >= 0
                && Convert.TryFromBase64String(link[(comma + 1)..], bytes, out int length)
                && Wrong(length, ImageFormat.Tell(bytes.AsSpan(0, length))?.Extension, PixelSize.Read(bytes.AsSpan(0, length))) is { } what)
            {
                return $"'{Sentence.Shorten(link)}' {what}";
            }
        }

        return null;
    }

    private string? Wrong(long length, string? extension, PixelSize? size) =>
        length > MaximumMegabytes * BytesPerMegabyte ? $"of {length} bytes"
        : !Types.IsEmpty && extension is not null && !Types.Contains(extension[1..].Replace("jpg", "jpeg", StringComparison.Ordinal)) ? $"of the type {extension[1..]}"
        : size is not { } pixels ? null
        : Math.Min(pixels.Width, pixels.Height) < MinimumSide
            || Math.Max(pixels.Width, pixels.Height) > MaximumSide
            || (double)Math.Max(pixels.Width, pixels.Height) / Math.Min(pixels.Width, pixels.Height) > MaximumRatio
                ? $"of {pixels.Width} by {pixels.Height} pixels"
        : null;

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>
/// An address that the server calls: public http or https on port 80 or 443, and none of the API's own hosts. The server
/// drops any other without a word, so that it would be noticed when the call never comes.
/// </summary>
public sealed class WebhookRule : ParameterRule
{
    private static readonly string[] s_apiDomains = ["apimart.ai", "apimart.asia", "apib.ai", "aiuxu.com", "aishuch.com"];

    /// <inheritdoc/>
    public override string Allowed => "a public http:// or https:// address on port 80 or 443 that is not one of APIMart";

    internal override bool Fits(ParameterType type) => type is ParameterType.String;

    internal override bool Allows(object value) => Objection((string)value) is null;

    internal override string Describe(object value) =>
        $"'{Sentence.Shorten((string)value)}' ({Objection((string)value)})";

    /// <summary>What is wrong with an address, or null when nothing is.</summary>
    private static string? Objection(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.Host.Length == 0)
        {
            return "no http or https address";
        }

        string host = uri.IdnHost.TrimEnd('.');
        return uri.Port is not (80 or 443) ? $"port {uri.Port}"
            : PublicAddress.Objection(uri) is { } notPublic ? notPublic
            : s_apiDomains.Any(domain => PublicAddress.IsIn(host, domain)) ? "a host of the API"
            : null;
    }
}

/// <summary>Whether a server on the internet can reach an address at all.</summary>
internal static class PublicAddress
{
    private static readonly string[] s_localDomains = ["localhost", "local", "internal", "lan", "home", "test", "invalid", "home.arpa"];

    /// <summary>Why the address cannot be reached from elsewhere, or null where it can.</summary>
    internal static string? Objection(Uri address)
    {
        string host = address.IdnHost.TrimEnd('.');
        return IPAddress.TryParse(host, out IPAddress? ip) ? Objection(AddressKinds.Of(ip))
            : !host.Contains('.', StringComparison.Ordinal) || s_localDomains.Any(domain => IsIn(host, domain)) ? "a private name"
            : null;
    }

    private static string? Objection(AddressKind kind) => kind switch
    {
        AddressKind.Public => null,
        AddressKind.Reserved => "an address that leads nowhere",
        _ => "a private address",
    };

    internal static bool IsIn(string host, string domain) =>
        host.Equals(domain, StringComparison.OrdinalIgnoreCase)
        || host.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase);
}
