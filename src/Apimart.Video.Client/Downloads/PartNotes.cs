using System.Text.Json;

namespace Apimart.Video.Downloads;

/// <summary>Reads and finds the notes that lie beside part files.</summary>
internal static class PartNotes
{
    internal const string Suffix = PartFile.Suffix + ".json";

    /// <summary>The note of a file, or null where there is none that can be read.</summary>
    internal static PartNote? Read(string notePath)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(notePath), SavingJsonContext.Default.PartNote);
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
