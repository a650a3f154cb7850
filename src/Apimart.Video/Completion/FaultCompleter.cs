using System.Collections;
using Apimart.Video.Simulator;

namespace Apimart.Video;

/// <summary>Completes a fault of the simulator part by part: the route, what goes wrong there, and how often.</summary>
public sealed class FaultCompleter : ValueCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Values(string parameter, IDictionary bound, string typed) =>
        SimulatorFault.Suggest(typed);

    private protected override IEnumerable<(string Value, string ToolTip)> Values(string parameter, IDictionary bound) => Values(parameter, bound, string.Empty);
}
