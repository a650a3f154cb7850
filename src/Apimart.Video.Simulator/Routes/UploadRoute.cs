using System.Text.Json.Nodes;
using Apimart.Video.Simulator.Checks;
using Apimart.Video.Simulator.Http;
using Apimart.Video.Simulator.Images;

namespace Apimart.Video.Simulator.Routes;

/// <summary>
/// <c>POST /v1/uploads/images</c>. Its answer comes without an envelope, and so do its errors (APIMart docs, uploads).
/// </summary>
internal sealed class UploadRoute : IRoute
{
    private const int Largest = 20 * 1024 * 1024;

    private readonly SimulatorOptions _options;
    private readonly ImageStore _images;
    private readonly Func<Uri> _fileHost;

    internal UploadRoute(SimulatorOptions options, ImageStore images, Func<Uri> fileHost)
    {
        _options = options;
        _images = images;
        _fileHost = fileHost;
    }

    public SimulatorRoute Kind => SimulatorRoute.Upload;

    public bool Takes(HttpRequest request) => request.IsPost && request.Path == "/v1/uploads/images";

    public async Task<HttpResponse> AnswerAsync(HttpRequest request, SimulatorFault? fault, CancellationToken cancellationToken)
    {
        await Task.Delay(_options.ReadLatency, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        if (MultipartForm.FindFile(request, "file") is not { } file)
        {
            return Refuse(400, "file is required");
        }

        if (file.Content.Length > Largest)
        {
            return Refuse(413, "file too large");
        }

        if (TypeOf(Convert.ToHexString(file.Content.Span[..Math.Min(12, file.Content.Length)])) is not { } type)
        {
            return Refuse(400, "invalid image content");
        }

        StoredImage image = _images.Add(file.Content, type.ContentType, type.Extension);
        return HttpResponse.Json(200, new JsonObject
        {
            ["url"] = $"{_fileHost()}images/{image.Id}",
            ["filename"] = file.FileName,
            ["content_type"] = image.ContentType,
            ["bytes"] = image.Content.Length,
            ["created_at"] = image.UploadedAt.ToUnixTimeSeconds(),
        });
    }

    private static (string ContentType, string Extension)? TypeOf(string head) =>
        head.StartsWith("FFD8FF", StringComparison.Ordinal) ? ("image/jpeg", ".jpg")
        : head.StartsWith("89504E470D0A1A0A", StringComparison.Ordinal) ? ("image/png", ".png")
        : head.StartsWith("474946383761", StringComparison.Ordinal) || head.StartsWith("474946383961", StringComparison.Ordinal) ? ("image/gif", ".gif")
        : head.StartsWith("52494646", StringComparison.Ordinal) && head.EndsWith("57454250", StringComparison.Ordinal) ? ("image/webp", ".webp")
        : null;

    private static HttpResponse Refuse(int status, string message) => HttpResponse.Json(status, new JsonObject
    {
        ["code"] = RefusalException.InvalidRequest,
        ["message"] = message,
    });
}
