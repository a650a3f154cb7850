using System.Globalization;
using Apimart.Video.Simulator.Http;
using Apimart.Video.Simulator.Tasks;
using Apimart.Video.Simulator.Videos;

namespace Apimart.Video.Simulator.Routes;

/// <summary><c>GET</c> and <c>HEAD /files/{id}.mp4</c> at the file host.</summary>
internal sealed class FileRoute : IRoute
{
    private const string Prefix = "/files/";
    private const string Suffix = ".mp4";

    private readonly SimulatorOptions _options;
    private readonly SimulatorClock _clock;
    private readonly TaskStore _tasks;
    private readonly LinkSigner _links;

    internal FileRoute(SimulatorOptions options, SimulatorClock clock, TaskStore tasks, LinkSigner links)
    {
        _options = options;
        _clock = clock;
        _tasks = tasks;
        _links = links;
    }

    public SimulatorRoute Kind => SimulatorRoute.Download;

    public bool Takes(HttpRequest request) =>
        (request.IsGet || request.IsHead)
        && request.Path.StartsWith(Prefix, StringComparison.Ordinal)
        && request.Path.EndsWith(Suffix, StringComparison.Ordinal)
        && request.Path.Length > Prefix.Length + Suffix.Length;

    public Task<HttpResponse> AnswerAsync(HttpRequest request, SimulatorFault? fault, CancellationToken cancellationToken)
    {
        string id = request.Path[Prefix.Length..^Suffix.Length];
        return Task.FromResult(
            _tasks.Find(id) is not { } task || task.StateAt(_clock.Now) != TaskState.Completed ? HttpResponse.Page(404, "Not found")
            : !_links.Holds(request, id) ? HttpResponse.Page(403, "The link has expired")
            : Serve(request, task, fault));
    }

    private HttpResponse Serve(HttpRequest request, SimulatedTask task, SimulatorFault? fault)
    {
        if (fault?.Kind == FaultKind.ChangedETag)
        {
            task.ReplaceFile();
        }

        VideoFile file = new(task, _options.VideoBytes);
        string modified = task.EndsAt.ToString("R", CultureInfo.InvariantCulture);
        HttpResponse response;
        if (fault?.Kind == FaultKind.IgnoreRange
            || !MayContinue(request.Header("If-Range"), file.ETag, modified)
            || ByteRange.Parse(request.Header("Range"), file.Length) is not { } range)
        {
            response = new HttpResponse(200, file, "video/mp4");
        }
        else if (range.IsEmpty)
        {
            response = HttpResponse.Page(416, "Range not satisfiable");
            response.Headers["Content-Range"] = $"bytes */{file.Length}";
        }
        else
        {
            response = new HttpResponse(206, new PartBody(file, range.First, range.Length), "video/mp4");
            response.Headers["Content-Range"] = $"bytes {range.First}-{range.Last}/{file.Length}";
        }

        response.Headers["Accept-Ranges"] = "bytes";
        response.Headers["ETag"] = file.ETag;
        response.Headers["Last-Modified"] = modified;
        return response;
    }

    private static bool MayContinue(string? validator, string etag, string modified) =>
        validator is null || validator == etag || validator == modified;
}
