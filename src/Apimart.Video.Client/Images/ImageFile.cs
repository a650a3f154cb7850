using System.Security.Cryptography;

namespace Apimart.Video.Images;

/// <summary>
/// A picture on the disk that was looked at: what it is, how large, and the SHA-256 by which it is known from then on. It may
/// stand in a request's parameters where a link is wanted. The file is only ever read.
/// </summary>
public sealed class ImageFile
{
    /// <summary>The most that an upload takes, in bytes: 20 MB (APIMart docs, uploads).</summary>
    public const long LargestUpload = 20L * 1024 * 1024;

    /// <summary>How far a JPEG's size is looked for: cameras put up to some hundred KB of notes before it.</summary>
    private const int LongestHeader = 512 * 1024;

    /// <summary>The host of what stands in for a picture.</summary>
    internal const string StandInHost = "image.invalid";

    private readonly ImageFormat _format;
    private readonly byte[] _hash;

    private ImageFile(string path, long length, ImageFormat format, byte[] hash, PixelSize? size)
    {
        Size = size;
        Path = path;
        Length = length;
        _format = format;
        _hash = hash;
    }

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>The file's size in bytes.</summary>
    public long Length { get; }

    /// <summary>The media type that the content has, whatever the file's name says.</summary>
    public string ContentType => _format.ContentType;

    /// <summary>The content's SHA-256, in lower-case hexadecimal digits.</summary>
    public string Sha256 => Convert.ToHexString(_hash).ToLowerInvariant();

    /// <summary>Width and height by the header, or null where it does not tell.</summary>
    internal PixelSize? Size { get; }

    internal string Extension => _format.Extension;

    /// <summary>
    /// What stands in a request until the picture has a link: an address that cannot exist (RFC 2606), made of the content
    /// alone, so that equal pictures make equal requests.
    /// </summary>
    internal string StandIn => $"https://{StandInHost}/{Convert.ToBase64String(_hash).TrimEnd('=').Replace('+', '-').Replace('/', '_')}{Extension}";

    /// <summary>Looks at a file.</summary>
    /// <exception cref="ImageException">The file is missing, unreadable, too large or no picture.</exception>
    public static ImageFile Open(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        try
        {
            using FileStream file = new(full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            long length = file.Length;
            if (length > LargestUpload)
            {
                throw ImageErrors.TooLarge(full, length);
            }

            byte[] head = new byte[Math.Min(length, LongestHeader)];
            int filled = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            ImageFormat format = ImageFormat.Tell(head.AsSpan(0, filled)) ?? throw ImageErrors.NotAnImage(full);
            file.Position = 0;
            return new ImageFile(full, length, format, SHA256.HashData(file), PixelSize.Read(head.AsSpan(0, filled)));
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException || Directory.Exists(full))
        {
            throw ImageErrors.NotFound(full);
        }
        catch (Exception fault) when (IsUnreadable(fault))
        {
            throw ImageErrors.Unreadable(full, fault);
        }
    }

    /// <summary>Returns the file's full path.</summary>
    public override string ToString() => Path;

    /// <summary>The very bytes that <see cref="Sha256"/> was made of.</summary>
    /// <exception cref="ImageException">The file was changed or taken away since it was looked at.</exception>
    internal async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        byte[] bytes;
        try
        {
            bytes = await File.ReadAllBytesAsync(Path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            throw ImageErrors.NotFound(Path);
        }
        catch (Exception fault) when (IsUnreadable(fault))
        {
            throw ImageErrors.Unreadable(Path, fault);
        }

        return SHA256.HashData(bytes).AsSpan().SequenceEqual(_hash) ? bytes : throw ImageErrors.Changed(Path);
    }

    private static bool IsUnreadable(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or System.Security.SecurityException or NotSupportedException;
}

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
