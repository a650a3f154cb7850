namespace Apimart.Video.Journal;

/// <summary>What a journal in a database has there.</summary>
public sealed record JournalSchema
{
    /// <summary>The address of the database, without its password.</summary>
    public required string Path { get; init; }

    /// <summary>The version that is there now.</summary>
    public required int Version { get; init; }

    /// <summary>The version that was there before; null where there was none.</summary>
    public int? FormerVersion { get; init; }
}
