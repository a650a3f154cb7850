using Apimart.Video.Tasks;

namespace Apimart.Video.Polling;

/// <summary>How a <see cref="TaskWatcher"/> waits.</summary>
public sealed class WatchOptions
{
    /// <summary>How long to wait for a task, counted from when it was added, before a last poll of it; null waits for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>A fixed time between two polls of a task, up to a day, instead of the learned one.</summary>
    public TimeSpan? PollInterval { get; init; }

    /// <summary>How many polls may be under way at once.</summary>
    public int MaxConcurrency { get; init; } = 8;

    /// <summary>How many polls may start in a second, over all tasks. Halved while the server answers 429.</summary>
    public double RequestsPerSecond { get; init; } = 5;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What earlier tasks took, or null where nothing is recorded.</summary>
    public IDurationHistory? History { get; init; }

    /// <summary>Fixes what is left to chance, for tests and benchmarks.</summary>
    public int? Seed { get; init; }

    /// <summary>What other waits learned already, by family; a benchmark shares it between many short waits.</summary>
    internal Dictionary<string, FamilyTiming>? Families { get; init; }
}
