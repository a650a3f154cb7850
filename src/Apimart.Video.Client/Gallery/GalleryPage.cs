using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Apimart.Video.Gallery;

/// <summary>
/// The page, put together from the files of <c>Module/gallery</c>: markup, style and scripts in one, and a policy that lets the
/// browser run these very scripts and nothing else, and load media from where the page lies.
/// </summary>
internal static partial class GalleryPage
{
    /// <summary>What marks a file as a gallery that may be made anew.</summary>
    internal const string Mark = "<meta name=\"generator\" content=\"Apimart.Video gallery\">";

    private const string ResourceFolder = "Gallery/";
    private const string DataStart = "<script type=\"application/json\" id=\"data\">";
    private const string PolicyPlace = "<!-- policy -->";

    private static readonly Lazy<(byte[] Before, byte[] After)> s_parts = new(PutTogether);

    internal static void Write(Stream stream, GalleryData data)
    {
        (byte[] before, byte[] after) = s_parts.Value;
        stream.Write(before);
        stream.Write(data.ToJson());
        stream.Write(after);
    }

    private static (byte[] Before, byte[] After) PutTogether()
    {
        string page = ReadResource("index.html");
        string style = ReadResource(StyleTag().Match(page).Groups[1].Value);
        string script = string.Concat(ScriptTag().Matches(page).Select(tag => ReadResource(tag.Groups[1].Value)));
        string policy = "default-src 'none'; media-src 'self' file:; base-uri 'none'; form-action 'none'; "
            + $"script-src '{Hash(script)}'; style-src '{Hash(style)}'; require-trusted-types-for 'script'; trusted-types 'none'";
        page = StyleTag().Replace(page, _ => $"<style>{style}</style>\n");
        bool first = true;
        page = ScriptTag().Replace(page, _ =>
        {
            string whole = first ? $"<script>{script}</script>\n" : string.Empty;
            first = false;
            return whole;
        });
        page = page.Replace(PolicyPlace, $"<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">", StringComparison.Ordinal);
        int data = page.IndexOf(DataStart, StringComparison.Ordinal) + DataStart.Length;
        return (Encoding.UTF8.GetBytes(page[..data]), Encoding.UTF8.GetBytes(page[(data + "{}".Length)..]));
    }

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    /// <summary>A file of the page; lines end as the browser sees them, or the policy's digests would not fit.</summary>
    private static string ReadResource(string name)
    {
        using Stream stream = typeof(GalleryPage).Assembly.GetManifestResourceStream(ResourceFolder + name)!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex("<link rel=\"stylesheet\" href=\"([^\"]+)\">\n")]
    private static partial Regex StyleTag();

    [GeneratedRegex("<script src=\"([^\"]+)\"></script>\n")]
    private static partial Regex ScriptTag();
}
