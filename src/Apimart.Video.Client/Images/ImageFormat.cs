namespace Apimart.Video.Images;

/// <summary>The picture formats that the API's upload takes, told by their first bytes and never by a file's name.</summary>
internal sealed record ImageFormat(string ContentType, string Extension)
{
    /// <summary>How many bytes <see cref="Tell"/> has to see.</summary>
    internal const int HeadLength = 12;

    private static readonly ImageFormat s_jpeg = new("image/jpeg", ".jpg");
    private static readonly ImageFormat s_png = new("image/png", ".png");
    private static readonly ImageFormat s_gif = new("image/gif", ".gif");
    private static readonly ImageFormat s_webp = new("image/webp", ".webp");

    /// <summary>The format of a file that begins with these bytes, or null where it is none of the four.</summary>
    internal static ImageFormat? Tell(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xD8, 0xFF, ..] => s_jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => s_png,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => s_gif,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => s_webp,
        _ => null,
    };
}
