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
