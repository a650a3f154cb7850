using Apimart.Video.Simulator.Http;
using Apimart.Video.Simulator.Images;

namespace Apimart.Video.Simulator.Routes;

/// <summary><c>GET</c> and <c>HEAD /images/{name}</c> at the file host: an uploaded picture.</summary>
internal sealed class ImageFileRoute : IRoute
{
    private const string Prefix = "/images/";

    private readonly ImageBook _images;

    internal ImageFileRoute(ImageBook images) => _images = images;

    public SimulatorRoute Kind => SimulatorRoute.Download;

    public bool Takes(HttpRequest request) =>
        (request.IsGet || request.IsHead) && request.Path.StartsWith(Prefix, StringComparison.Ordinal);

    public Task<HttpResponse> AnswerAsync(HttpRequest request, SimulatorFault? fault, CancellationToken cancellationToken) =>
        Task.FromResult(_images.Find(request.Path[Prefix.Length..]) is { } image
            ? new HttpResponse(200, new BytesBody(image.Content), image.ContentType)
            : HttpResponse.Page(404, "Not found"));
}
