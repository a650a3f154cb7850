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
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(PartNote))]
internal sealed partial class SavingJsonContext : JsonSerializerContext;
