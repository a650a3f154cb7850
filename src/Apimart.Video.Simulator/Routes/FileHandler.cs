using Apimart.Video.Simulator.Http;

namespace Apimart.Video.Simulator.Routes;

/// <summary>The file host's front. It needs no key, and counts the requests that bring one.</summary>
internal sealed class FileHandler
{
    private readonly SimulatorOptions _options;
    private readonly SimulatorRequests _requests;
    private readonly FaultHandler _faults;
    private readonly IReadOnlyList<IRoute> _routes;

    internal FileHandler(SimulatorOptions options, SimulatorRequests requests, FaultHandler faults, IReadOnlyList<IRoute> routes)
    {
        _options = options;
        _requests = requests;
        _faults = faults;
        _routes = routes;
    }

    internal Task<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (BringsKey(request))
        {
            _requests.CountLeak();
        }

        IRoute? route = _routes.FirstOrDefault(route => route.Takes(request));
        return _faults.AnswerAsync(
            request,
            route?.Kind ?? SimulatorRoute.Other,
            atFileHost: true,
            fault => route?.AnswerAsync(request, fault, cancellationToken)
                ?? Task.FromResult(HttpResponse.Page(404, "Not found")));
    }

    private bool BringsKey(HttpRequest request) =>
        request.Header("Authorization") is not null
        || request.Target.Contains(_options.ApiKey, StringComparison.Ordinal)
        || request.Headers.Values.Any(value => value.Contains(_options.ApiKey, StringComparison.Ordinal));
}
