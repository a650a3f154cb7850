using Apimart.Video.Simulator.Faults;
using Apimart.Video.Simulator.Http;

namespace Apimart.Video.Simulator.Routes;

/// <summary>What both hosts do with every request: note it, and let the fault that waits for it strike.</summary>
internal sealed class FaultHandler
{
    private readonly SimulatorClock _clock;
    private readonly SimulatorRequests _requests;
    private readonly FaultSchedule _faults;

    internal FaultHandler(SimulatorClock clock, SimulatorRequests requests, FaultSchedule faults)
    {
        _clock = clock;
        _requests = requests;
        _faults = faults;
    }

    internal async Task<HttpResponse> AnswerAsync(
        HttpRequest request,
        SimulatorRoute kind,
        bool atFileHost,
        Func<SimulatorFault?, Task<HttpResponse>> answer)
    {
        _requests.Add(kind, request, _clock.Now);
        if (_faults.Take(kind, request) is not { } fault)
        {
            return await answer(null).ConfigureAwait(false);
        }

        return FaultPlayer.Instead(fault, atFileHost)
            ?? FaultPlayer.Afterwards(fault, await answer(fault).ConfigureAwait(false), atFileHost);
    }
}
