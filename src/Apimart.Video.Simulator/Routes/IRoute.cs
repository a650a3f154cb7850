using Apimart.Video.Simulator.Http;

namespace Apimart.Video.Simulator.Routes;

/// <summary>One path of a host.</summary>
internal interface IRoute
{
    /// <summary>What its requests count as.</summary>
    SimulatorRoute Kind { get; }

    /// <summary>Whether it answers to a key only.</summary>
    bool NeedsKey => true;

    bool Takes(HttpRequest request);

    /// <exception cref="Checks.RefusalException">The API refuses the request.</exception>
    Task<HttpResponse> AnswerAsync(HttpRequest request, SimulatorFault? fault, CancellationToken cancellationToken);
}
