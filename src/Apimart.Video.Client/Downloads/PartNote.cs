namespace Apimart.Video.Downloads;

/// <summary>What lies beside a part file, so that a later process can go on with it.</summary>
internal sealed record PartNote
{
    public required string TaskId { get; init; }

    public required int Index { get; init; }

    /// <summary>The link the bytes came from.</summary>
    public required Uri Url { get; init; }

    /// <summary>A strong ETag as it stood in the header, or null.</summary>
    public string? ETag { get; init; }

    /// <summary>The value of Last-Modified, where it is strong enough to rely on.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>The whole file's length in bytes, where the host told it.</summary>
    public long? Length { get; init; }

    /// <summary>The bytes turned out to be no whole video: they lie there to be looked at, and nothing goes on with them.</summary>
    public bool IsRejected { get; init; }

    /// <summary>Whether an answer can be told to be of the same file: a date alone says too little.</summary>
    internal bool HasValidator => ETag is not null || (LastModified is not null && Length is not null);

    internal bool IsOf(string taskId, int index) => TaskId == taskId && Index == index;
}
