using Apimart.Video.Simulator.Checks;
using Apimart.Video.Simulator.Http;

namespace Apimart.Video.Simulator.Routes;

/// <summary>The API's front: the key, the rate, then the route.</summary>
internal sealed class ApiHandler
{
    private readonly SimulatorOptions _options;
    private readonly FaultHandler _faults;
    private readonly IReadOnlyList<IRoute> _routes;
    private readonly RateGate? _gate;

    internal ApiHandler(SimulatorOptions options, FaultHandler faults, IReadOnlyList<IRoute> routes)
    {
        _options = options;
        _faults = faults;
        _routes = routes;
        _gate = options.RateLimit is { } rate ? new RateGate(options.TimeProvider, rate) : null;
    }

    internal Task<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        IRoute? route = _routes.FirstOrDefault(route => route.Takes(request));
        return _faults.AnswerAsync(
            request,
            route?.Kind ?? SimulatorRoute.Other,
            atFileHost: false,
            fault => AnswerAsync(request, route, fault, cancellationToken));
    }

    private async Task<HttpResponse> AnswerAsync(
        HttpRequest request,
        IRoute? route,
        SimulatorFault? fault,
        CancellationToken cancellationToken)
    {
        try
        {
            if (route?.NeedsKey ?? true)
            {
                RequireKey(request.Header("Authorization"));
            }

            RequireRate();
            return route is null
                ? throw RefusalException.NoSuchPath(request)
                : await route.AnswerAsync(request, fault, cancellationToken).ConfigureAwait(false);
        }
        catch (RefusalException refusal)
        {
            return refusal.ToResponse();
        }
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
