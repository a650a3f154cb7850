namespace Apimart.Video.Tasks;

/// <summary>Where a finished video lies.</summary>
/// <param name="Url">
/// The link, valid for about a day, just as the server gave it; null where it gave none for this video. The place is kept, so
/// that the second video is the second whether or not there is a link to the first.
/// </param>
/// <param name="ExpiresAt">When the link dies, where the server says so.</param>
public sealed record VideoLink(Uri? Url, DateTimeOffset? ExpiresAt)
{
    /// <summary>Returns the link.</summary>
    public override string ToString() => Url?.OriginalString ?? string.Empty;
}
