namespace Apimart.Video.Images;

/// <summary>A picture that lies at the API for a while.</summary>
public sealed record UploadedImage
{
    /// <summary>The public link, as the API gave it.</summary>
    public required string Url { get; init; }

    /// <summary>When the link ends: 72 hours after the upload (APIMart docs, uploads).</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The media type by the file's content.</summary>
    public required string ContentType { get; init; }

    /// <summary>The file's size in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The file's full path.</summary>
    public required string Path { get; init; }

    /// <summary>The content's SHA-256, in lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Whether an earlier upload of the same content was used and nothing was sent now.</summary>
    public bool IsReused { get; init; }

    /// <summary>Returns the link.</summary>
    public override string ToString() => Url;
}

/// <summary>Where a content lies at the API, and until when.</summary>
/// <param name="Url">The public link.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="IsReused">Whether it is an earlier upload's.</param>
internal sealed record UploadedLink(string Url, DateTimeOffset ExpiresAt, bool IsReused = false)
{
    /// <summary>A task may wait hours in the queue before the server fetches its pictures.</summary>
    private static readonly TimeSpan s_reserve = TimeSpan.FromHours(6);

    internal bool IsUsableAt(DateTimeOffset now) => ExpiresAt - now > s_reserve;
}
