using Apimart.Video.Api;
using Apimart.Video.Images;
using Apimart.Video.Models;

namespace Apimart.Video.Uploads;

/// <summary>Gives the pictures of a request their places: in the body itself, or at the API with a link in the body.</summary>
internal sealed class ImagePlacer
{
    /// <summary>
    /// The pictures of one request go into its body up to this many bytes in all. The journal keeps every body, so a larger
    /// limit would fill the disk with copies of one picture; an upload is kept once.
    /// </summary>
    internal const long LargestInline = 64 * 1024;

    private readonly ImageUploader _uploader;

    internal ImagePlacer(ImageUploader uploader)
    {
        _uploader = uploader;
    }

    /// <exception cref="Api.ApimartException">An upload failed.</exception>
    /// <exception cref="ImageException">A file was changed or taken away since it was looked at.</exception>
    internal async Task<PreparedRequest> PlaceAsync(PreparedRequest request, CancellationToken cancellationToken)
    {
        bool small = request.Images.Sum(image => image.File.Length) <= LargestInline;
        string[] links = await Task
            .WhenAll(request.Images.Select(image => LinkAsync(image, small, cancellationToken)))
            .ConfigureAwait(false);
        return request.WithLinks(links);
    }

    private async Task<string> LinkAsync(RequestImage image, bool small, CancellationToken cancellationToken)
    {
        if (small && image.MayBeInline)
        {
            byte[] bytes = await image.File.ReadAsync(cancellationToken).ConfigureAwait(false);
            return $"data:{image.File.ContentType};base64,{Convert.ToBase64String(bytes)}";
        }

        return (await _uploader.UploadAsync(image.File, cancellationToken).ConfigureAwait(false)).Url;
    }
}
