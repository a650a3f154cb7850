namespace Apimart.Video.Tasks;

/// <summary>When to look at the tasks of one model. Ages and durations in seconds since the task was created. Not thread-safe.</summary>
internal sealed class ModelTiming
{
    private static readonly (double Age, double Spacing)[] s_cold =
        [(0, 8), (20, 6), (40, 7), (75, 4), (130, 4), (200, 6), (400, 8), (1000, 15), (3600, 30)];

    private readonly double _typical = 105;

    /// <summary>The age at which to look next at a task that ran still at <paramref name="age"/>.</summary>
    /// <param name="age">The age at the last look; 0 for a task that was just submitted.</param>
    /// <param name="looks">1, plus or minus the jitter.</param>
    internal double NextAge(double age, double looks) =>
        age + (s_cold.Last(step => step.Age * 105 / _typical <= Math.Max(0, age)).Spacing * looks);

    /// <summary>How long a task of this age is expected to run still.</summary>
    internal double Remaining(double age) => Math.Max(10, _typical - age);
}
