namespace Apimart.Video.Tasks;

/// <summary>Where a finished video lies.</summary>
/// <param name="Url">The link, valid for about a day.</param>
/// <param name="ExpiresAt">When the link dies, where the server says so.</param>
public sealed record VideoLink(Uri Url, DateTimeOffset? ExpiresAt)
{
    /// <summary>Returns the link.</summary>
    public override string ToString() => Url.ToString();
}
