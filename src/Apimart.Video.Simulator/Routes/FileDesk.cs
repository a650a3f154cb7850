using Apimart.Video.Simulator.Faults;
using Apimart.Video.Simulator.Http;

namespace Apimart.Video.Simulator.Routes;

/// <summary>The file host's front. It needs no key, and counts the requests that bring one.</summary>
internal sealed class FileDesk
{
    private readonly SimulatorOptions _options;
    private readonly SimulatorClock _clock;
    private readonly SimulatorRequests _requests;
    private readonly FaultBook _faults;
    private readonly FileRoute _route;

    internal FileDesk(
        SimulatorOptions options,
        SimulatorClock clock,
        SimulatorRequests requests,
        FaultBook faults,
        FileRoute route)
    {
        _options = options;
        _clock = clock;
        _requests = requests;
        _faults = faults;
        _route = route;
    }

    internal async Task<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        bool known = _route.Takes(request);
        SimulatorRoute kind = known ? _route.Kind : SimulatorRoute.Other;
        _requests.Add(kind, request, _clock.Now);
        if (BringsKey(request))
        {
            _requests.CountLeak();
        }

        SimulatorFault? fault = _faults.Take(kind, request);
        if (fault is not null && FaultPlayer.Instead(fault, atFileHost: true) is { } instead)
        {
            return instead;
        }

        HttpResponse answer = known
            ? await _route.AnswerAsync(request, fault, cancellationToken).ConfigureAwait(false)
            : HttpResponse.Page(404, "Not found");
        return fault is null ? answer : FaultPlayer.Afterwards(fault, answer, atFileHost: true);
    }

    private bool BringsKey(HttpRequest request) =>
        request.Header("Authorization") is not null
        || request.Target.Contains(_options.ApiKey, StringComparison.Ordinal)
        || request.Headers.Values.Any(value => value.Contains(_options.ApiKey, StringComparison.Ordinal));
}
