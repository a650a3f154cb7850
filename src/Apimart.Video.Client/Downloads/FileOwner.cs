using System.Text.Json;
using Apimart.Video.Api;

namespace Apimart.Video.Downloads;

/// <summary>Tells for which task a file was saved.</summary>
internal static class FileOwner
{
    /// <summary>The id of the task by the journal or by the metadata beside the file, or null where neither knows.</summary>
    internal static string? Find(string path, SaveOptions options) => options.OwnerOf?.Invoke(path) ?? FromMetadata(path);

    private static string? FromMetadata(string path)
    {
        try
        {
            Utf8JsonReader reader = new(File.ReadAllBytes(VideoMetadata.PathFor(path)));
            JsonElement metadata = JsonElement.ParseValue(ref reader);
            return metadata.Text("file") == Path.GetFileName(path) ? metadata.Text("taskId") : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
