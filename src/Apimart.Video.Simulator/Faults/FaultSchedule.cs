using Apimart.Video.Simulator.Http;

namespace Apimart.Video.Simulator.Faults;

/// <summary>The faults that are waiting for their requests.</summary>
internal sealed class FaultSchedule
{
    private readonly object _lock = new();
    private readonly List<ArmedFault> _armed = [];
    private readonly Random _dice;

    internal FaultSchedule(int seed) => _dice = new Random(seed);

    internal void Add(SimulatorFault fault)
    {
        lock (_lock)
        {
            _armed.Add(new ArmedFault(fault));
        }
    }

    internal void Clear()
    {
        lock (_lock)
        {
            _armed.Clear();
        }
    }

    /// <summary>The fault this request meets, or null.</summary>
    internal SimulatorFault? Take(SimulatorRoute route, HttpRequest request) =>
        Take(fault => fault.Kind != FaultKind.Refuse && fault.Meets(route, request));

    /// <summary>The fault a new connection meets, or null.</summary>
    internal SimulatorFault? TakeRefusal(bool atFileHost) =>
        Take(fault => fault.Kind == FaultKind.Refuse
            && (fault.Route == SimulatorRoute.Any || fault.Route == SimulatorRoute.Download == atFileHost));

    private SimulatorFault? Take(Func<SimulatorFault, bool> meets)
    {
        lock (_lock)
        {
            foreach (ArmedFault armed in _armed)
            {
                if (meets(armed.Fault) && armed.Strikes(_dice))
                {
                    if (armed.IsSpent)
                    {
                        _armed.Remove(armed);
                    }

                    return armed.Fault;
                }
            }

            return null;
        }
    }
}
