using Apimart.Video.Simulator.Http;

namespace Apimart.Video.Simulator.Routes;

/// <summary>The file host's front. It needs no key, and counts the requests that bring one.</summary>
internal sealed class FileDesk
{
    private readonly SimulatorOptions _options;
    private readonly SimulatorRequests _requests;
    private readonly FaultDesk _faults;
    private readonly FileRoute _route;

    internal FileDesk(SimulatorOptions options, SimulatorRequests requests, FaultDesk faults, FileRoute route)
    {
        _options = options;
        _requests = requests;
        _faults = faults;
        _route = route;
    }

    internal Task<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (BringsKey(request))
        {
            _requests.CountLeak();
        }

        bool isFile = _route.Takes(request);
        return _faults.AnswerAsync(
            request,
            isFile ? _route.Kind : SimulatorRoute.Other,
            atFileHost: true,
            fault => isFile
                ? _route.AnswerAsync(request, fault, cancellationToken)
                : Task.FromResult(HttpResponse.Page(404, "Not found")));
    }

    private bool BringsKey(HttpRequest request) =>
        request.Header("Authorization") is not null
        || request.Target.Contains(_options.ApiKey, StringComparison.Ordinal)
        || request.Headers.Values.Any(value => value.Contains(_options.ApiKey, StringComparison.Ordinal));
}
