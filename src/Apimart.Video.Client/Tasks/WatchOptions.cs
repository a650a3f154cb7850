namespace Apimart.Video.Tasks;

/// <summary>How a <see cref="TaskWatcher"/> waits.</summary>
public sealed class WatchOptions
{
    /// <summary>How long to wait for a task, counted from when it was added; null waits for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>A fixed time between two looks at a task, instead of the learned one.</summary>
    public TimeSpan? PollInterval { get; init; }

    /// <summary>How many looks may be under way at once.</summary>
    public int MaxConcurrency { get; init; } = 8;

    /// <summary>How many looks may start in a second, over all tasks. Halved while the server answers 429.</summary>
    public double RequestsPerSecond { get; init; } = 5;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What earlier tasks of a model took, or null where nothing is recorded.</summary>
    public IDurationHistory? History { get; init; }

    /// <summary>Fixes the jitter, for tests and benchmarks.</summary>
    public int? Seed { get; init; }
}
