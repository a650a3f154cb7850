using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Apimart.Video.Files;
using Apimart.Video.Tasks;
using Apimart.Video.Text;

namespace Apimart.Video.Downloads;

/// <summary>The JSON file beside a video: what it was made from, what it cost, and how to tell that it is unchanged.</summary>
internal static class VideoMetadata
{
    private static readonly JsonWriterOptions s_readable = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Where the metadata of a video lies.</summary>
    internal static string PathFor(string video) => Path.ChangeExtension(video, ".json");

    /// <summary>The id of the task that a metadata file is about, or null where it is none.</summary>
    internal static string? OwnerIn(string path)
    {
        try
        {
            Utf8JsonReader reader = new(Disk.Read(path));
            JsonElement metadata = JsonElement.ParseValue(ref reader);
            return metadata.Text("file") is not null && metadata.Text("sha256") is not null ? metadata.Text("taskId") : null;
        }
        catch (Exception unreadable) when (Disk.Failed(unreadable) || unreadable is JsonException)
        {
            return null;
        }
    }

    /// <summary>A JSON file of the same name may be the user's own: it is not replaced unasked.</summary>
    /// <exception cref="SaveException">It is.</exception>
    internal static void RequireOwn(SaveTarget target, SaveOptions options, SaveErrors errors)
    {
        string path = PathFor(target.Path);
        if (options.Metadata && !options.Force && File.Exists(path) && OwnerIn(path) != target.TaskId)
        {
            throw errors.FileExists(path);
        }
    }

    /// <summary>Writes the file beside a video, where that is asked for and not done, with the digest of what lies there.</summary>
    /// <exception cref="SaveException">It could not be written.</exception>
    internal static async Task<SavedVideo> AddAsync(SavedVideo video, SaveOptions options, TimeProvider time, SaveErrors errors, CancellationToken cancellationToken)
    {
        if (!options.Metadata || (video.Skipped && File.Exists(PathFor(video.Path))))
        {
            return video;
        }

        SavedVideo hashed = video.Sha256 is null
            ? video with { Sha256 = await HashAsync(video.Path, cancellationToken).ConfigureAwait(false) }
            : video;
        Disk.Run(() => Write(hashed, time.GetUtcNow()), errors.FromDisk);
        return hashed;
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        using FileStream file = Disk.OpenShared(path);
        return Convert.ToHexString(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false)).ToLowerInvariant();
    }

    /// <exception cref="IOException">The file could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file could not be written.</exception>
    internal static void Write(SavedVideo video, DateTimeOffset savedAt)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, s_readable))
        {
            Write(json, video, savedAt);
        }

        Disk.Replace(PathFor(video.Path), text.ToArray(), flush: true);
    }

    /// <summary>Takes the metadata of a video along to its new name; a file of the user's own stays.</summary>
    /// <exception cref="IOException">A file could not be moved.</exception>
    internal static void Move(string former, string video, string taskId)
    {
        string from = PathFor(former);
        if (OwnerIn(from) == taskId && JsonNode.Parse(Disk.Read(from)) is JsonObject metadata)
        {
            metadata["file"] = Path.GetFileName(video);
            using MemoryStream text = new();
            using (Utf8JsonWriter json = new(text, s_readable))
            {
                metadata.WriteTo(json);
            }

            Disk.Replace(PathFor(video), text.ToArray(), flush: true);
            File.Delete(from);
        }
    }

    private static void Write(Utf8JsonWriter json, SavedVideo video, DateTimeOffset savedAt)
    {
        ApimartTask task = video.Task;
        json.WriteStartObject();
        json.WriteString("file", Path.GetFileName(video.Path));
        json.WriteString("taskId", task.TaskId);
        json.WriteNumber("index", video.Index + 1);
        WriteText(json, "jobName", task.JobName);
        WriteText(json, "model", task.Model);
        WriteText(json, "prompt", task.Prompt);
        WriteRequest(json, task.Request);
        WriteNumber(json, "cost", task.Cost);
        WriteTime(json, "createdAt", task.CreatedAt);
        WriteTime(json, "completedAt", task.CompletedAt);
        WriteNumber(json, "actualSeconds", (decimal?)task.ActualTime?.TotalSeconds);
        WriteTime(json, "savedAt", savedAt);
        json.WriteNumber("length", video.Length);
        WriteText(json, "sha256", video.Sha256);
        json.WriteEndObject();
    }

    private static void WriteRequest(Utf8JsonWriter json, string? request)
    {
        if (request is not null)
        {
            json.WritePropertyName("parameters");
            json.WriteRawValue(request);
        }
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            json.WriteString(name, time);
        }
    }
}
