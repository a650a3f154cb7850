using Apimart.Video.Simulator.Checks;
using Apimart.Video.Simulator.Faults;
using Apimart.Video.Simulator.Http;

namespace Apimart.Video.Simulator.Routes;

/// <summary>The API's front: the key, the rate, then the route.</summary>
internal sealed class ApiDesk
{
    private readonly SimulatorOptions _options;
    private readonly SimulatorClock _clock;
    private readonly SimulatorRequests _requests;
    private readonly FaultBook _faults;
    private readonly IReadOnlyList<IRoute> _routes;
    private readonly RateGate? _gate;

    internal ApiDesk(
        SimulatorOptions options,
        SimulatorClock clock,
        SimulatorRequests requests,
        FaultBook faults,
        IReadOnlyList<IRoute> routes)
    {
        _options = options;
        _clock = clock;
        _requests = requests;
        _faults = faults;
        _routes = routes;
        _gate = options.RateLimit is { } rate ? new RateGate(options.TimeProvider, rate) : null;
    }

    internal async Task<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        IRoute? route = _routes.FirstOrDefault(route => route.Takes(request));
        SimulatorRoute kind = route?.Kind ?? SimulatorRoute.Other;
        _requests.Add(kind, request, _clock.Now);
        SimulatorFault? fault = _faults.Take(kind, request);
        if (fault is not null && FaultPlayer.Instead(fault, atFileHost: false) is { } instead)
        {
            return instead;
        }

        HttpResponse answer;
        try
        {
            if (route?.NeedsKey ?? true)
            {
                RequireKey(request.Header("Authorization"));
            }

            RequireRate();
            answer = route is null
                ? throw RefusalException.NoSuchPath(request)
                : await route.AnswerAsync(request, fault, cancellationToken).ConfigureAwait(false);
        }
        catch (RefusalException refusal)
        {
            answer = refusal.ToResponse();
        }

        return fault is null ? answer : FaultPlayer.Afterwards(fault, answer, atFileHost: false);
    }

    private void RequireKey(string? authorization)
    {
        const string Scheme = "Bearer ";
        if (string.IsNullOrWhiteSpace(authorization))
        {
            throw RefusalException.NoKey();
        }

        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || authorization[Scheme.Length..].Trim() != _options.ApiKey)
        {
            throw RefusalException.WrongKey();
        }
    }

    private void RequireRate()
    {
        if (_gate?.Wait() is { } wait)
        {
            throw RefusalException.TooMany(wait);
        }
    }
}
