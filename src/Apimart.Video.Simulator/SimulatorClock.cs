namespace Apimart.Video.Simulator;

/// <summary>The time in which tasks and links age.</summary>
internal sealed class SimulatorClock
{
    private readonly DateTimeOffset _start;
    private readonly double _speed;

    internal SimulatorClock(TimeProvider real, double speed)
    {
        Real = real;
        _speed = speed;
        _start = real.GetUtcNow();
    }

    internal TimeProvider Real { get; }

    internal DateTimeOffset Now => _start + ((Real.GetUtcNow() - _start) * _speed);
}
