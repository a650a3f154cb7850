using Apimart.Video.Simulator.Http;
using Apimart.Video.Simulator.Images;
using Apimart.Video.Simulator.Tasks;

namespace Apimart.Video.Simulator.Routes;

/// <summary><c>GET</c> and <c>HEAD /images/{name}</c> at the file host: an uploaded picture, or a task's last frame.</summary>
internal sealed class ImageFileRoute : IRoute
{
    private const string Prefix = "/images/";

    private const string Frame = "last_frame_";
    private const string Extension = ".png";

    private readonly ImageStore _images;
    private readonly TaskStore _tasks;

    internal ImageFileRoute(ImageStore images, TaskStore tasks)
    {
        _images = images;
        _tasks = tasks;
    }

    /// <summary>The link of a task's last frame.</summary>
    internal static string LinkOf(SimulatedTask task, Uri host) => $"{host}{Prefix[1..]}{Frame}{task.Id}{Extension}";

    public SimulatorRoute Kind => SimulatorRoute.Download;

    public bool Takes(HttpRequest request) =>
        (request.IsGet || request.IsHead) && request.Path.StartsWith(Prefix, StringComparison.Ordinal);

    public Task<HttpResponse> AnswerAsync(HttpRequest request, SimulatorFault? fault, CancellationToken cancellationToken) =>
        Task.FromResult(FrameOf(request.Path[Prefix.Length..]) is { } frame
            ? new HttpResponse(200, new BytesBody(FramePicture.Of(frame.Id)), "image/png")
            : _images.Find(request.Path[Prefix.Length..]) is { } image
            ? new HttpResponse(200, new BytesBody(image.Content), image.ContentType)
            : HttpResponse.Page(404, "Not found"));

    private SimulatedTask? FrameOf(string name) =>
        name.StartsWith(Frame, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal)
            && _tasks.Find(name[Frame.Length..^Extension.Length]) is { ReturnsLastFrame: true } task
                ? task
                : null;
}
