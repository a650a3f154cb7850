using Apimart.Video.Tasks;

namespace Apimart.Video.Journal;

/// <summary>What was forgotten, and what the file gained by it.</summary>
public sealed record JournalRemoval
{
    /// <summary>The journal's file.</summary>
    public required string Path { get; init; }

    /// <summary>The jobs that the journal no longer knows.</summary>
    public IReadOnlyList<string> Jobs { get; init; } = [];

    /// <summary>How many rows it no longer knows, those outside jobs included.</summary>
    public int Rows { get; init; }

    /// <summary>The file's length before, in bytes.</summary>
    public long LengthBefore { get; init; }

    /// <summary>The file's length now, in bytes.</summary>
    public long Length { get; init; }
}

/// <summary>A job that may be forgotten, or the tasks outside any job.</summary>
public sealed record JobRemoval
{
    /// <summary>The job; null for the tasks outside any.</summary>
    public string? JobName { get; init; }

    /// <summary>How many rows it has, every attempt counted.</summary>
    public int Rows { get; init; }

    /// <summary>What its finished tasks cost in US dollars, as far as that is known.</summary>
    public decimal Cost { get; init; }

    /// <summary>What is not settled: it runs, its video is not saved, or its outcome is unknown.</summary>
    public IReadOnlyList<ApimartTask> Unsettled { get; init; } = [];

    /// <summary>How many rows a living process is sending at this moment; these cannot be forgotten.</summary>
    public int BeingSent { get; init; }

    internal IReadOnlyList<JournalRow> Found { get; init; } = [];

    internal IReadOnlyList<JournalRow> Settled { get; init; } = [];

    /// <summary>What may go. A job goes whole or not at all: what it spent counts for its limit as long as it lives.</summary>
    internal IReadOnlyList<JournalRow> Removable(bool force) => force ? Found : Settled;
}
