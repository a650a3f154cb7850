namespace Apimart.Video.Simulator.Faults;

/// <summary>A fault and how often it has still to pass or to strike.</summary>
internal sealed class ArmedFault
{
    private int _pass;
    private int _left;

    internal ArmedFault(SimulatorFault fault)
    {
        Fault = fault;
        _pass = fault.After;
        _left = fault.Count;
    }

    internal SimulatorFault Fault { get; }

    internal bool IsSpent => _left <= 0;

    /// <summary>Whether the fault strikes the matching request that has just come.</summary>
    internal bool Strikes(Random dice)
    {
        if (_pass > 0)
        {
            _pass--;
            return false;
        }

        if (Fault.Probability is { } chance && dice.NextDouble() >= chance)
        {
            return false;
        }

        _left--;
        return true;
    }
}
