namespace Apimart.Video.Journal;

/// <summary>What a repair did.</summary>
public sealed record JournalRepair
{
    /// <summary>The journal's file.</summary>
    public required string Path { get; init; }

    /// <summary>Where the file lies as it was; null where nothing had to be repaired.</summary>
    public string? Original { get; init; }

    /// <summary>How many lines the journal has now.</summary>
    public int LinesKept { get; init; }

    /// <summary>The lines of the original that were left out, and why; what they told is known to nobody but the server.</summary>
    public IReadOnlyList<JournalDamage> LeftOut { get; init; } = [];
}

/// <summary>A line of the journal that cannot be believed.</summary>
/// <param name="Line">Its number, counted from 1.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record JournalDamage(long Line, string Reason);
