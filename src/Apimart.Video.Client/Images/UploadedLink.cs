namespace Apimart.Video.Images;

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
