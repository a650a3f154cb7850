using System.Text.Json;
using System.Text.Json.Serialization;
using Apimart.Video.Files;

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

    /// <summary>The note of a whole file that an answer begins.</summary>
    internal static PartNote Of(HttpResponseMessage answer, SaveTarget target, Uri link, TimeProvider time) => new()
    {
        TaskId = target.TaskId,
        Index = target.Index,
        Url = link,
        ETag = StrongTag(answer),
        LastModified = StrongTime(answer, time),
        Length = answer.Content.Headers.ContentLength,
    };

    /// <summary>Whether a 206 is just the rest that was asked for, and says itself that it is of the same file.</summary>
    internal bool IsContinuedBy(HttpResponseMessage answer, long from, Uri link) =>
        answer.Content.Headers.ContentRange is { Unit: "bytes" } range
        && range.From == from
        && (range.Length is null || range.To == range.Length - 1)
        && (range.Length is null || Length is null || range.Length == Length)
        && IsOfSameFile(answer, lengthIsKnown: range.Length is not null && range.Length == Length)
        && (IsSamePlace(Url, link) || (range.Length is not null && range.Length == Length));

    /// <summary>Whether a 416 says that this many bytes are the whole of the file.</summary>
    internal bool IsWholeBy(HttpResponseMessage answer, long length) =>
        answer.Content.Headers.ContentRange?.Length == length
        && (answer.Headers.ETag is null || StrongTag(answer) == ETag)
        && (answer.Content.Headers.LastModified is not { } modified || LastModified is null || modified == LastModified);

    internal const string Suffix = PartFile.Suffix + ".json";

    /// <summary>The note of a file, or null where there is none that can be read.</summary>
    internal static PartNote? Read(string notePath)
    {
        try
        {
            return JsonSerializer.Deserialize(Disk.Read(notePath), SavingJsonContext.Default.PartNote);
        }
        catch (Exception unreadable) when (Disk.Failed(unreadable) || unreadable is JsonException)
        {
            return null;
        }
    }

    /// <summary>The names under which earlier runs began to save videos in a folder.</summary>
    internal static Dictionary<(string TaskId, int Index), string> FindIn(string directory)
    {
        Dictionary<(string TaskId, int Index), string> names = [];
        if (Directory.Exists(directory))
        {
            foreach (string path in Directory.EnumerateFiles(directory, "*" + Suffix))
            {
                if (Read(path) is { } note)
                {
                    names[(note.TaskId, note.Index)] = Path.GetFileName(path)[..^Suffix.Length];
                }
            }
        }

        return names;
    }

    /// <summary>A file is the same by its strong ETag, or by its date and length together; a date that differs says that it is not.</summary>
    private bool IsOfSameFile(HttpResponseMessage answer, bool lengthIsKnown)
    {
        DateTimeOffset? modified = answer.Content.Headers.LastModified;
        bool dateDiffers = LastModified is not null && modified is not null && modified != LastModified;
        return !dateDiffers
            && (ETag is not null
                ? StrongTag(answer) == ETag
                : LastModified is not null && modified == LastModified && lengthIsKnown);
    }

    /// <summary>A renewed link to the same path is the same resource; elsewhere an equal ETag may be chance.</summary>
    private static bool IsSamePlace(Uri noted, Uri link) =>
        noted.GetLeftPart(UriPartial.Path).Equals(link.GetLeftPart(UriPartial.Path), StringComparison.Ordinal);

    private static string? StrongTag(HttpResponseMessage answer) =>
        answer.Headers.ETag is { IsWeak: false } tag ? tag.Tag : null;

    /// <summary>A time of modification counts if the file cannot have changed twice within it (RFC 9110, 8.8.2.2).</summary>
    private static DateTimeOffset? StrongTime(HttpResponseMessage answer, TimeProvider time)
    {
        DateTimeOffset now = answer.Headers.Date ?? time.GetUtcNow();
        return answer.Content.Headers.LastModified is { } modified && now - modified >= TimeSpan.FromSeconds(1) ? modified : null;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(PartNote))]
internal sealed partial class SavingJsonContext : JsonSerializerContext;
