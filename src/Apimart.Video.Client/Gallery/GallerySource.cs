using System.Collections.Immutable;
using Apimart.Video.Tasks;

namespace Apimart.Video.Gallery;

/// <summary>What a gallery shows of one task, or of one file that no task is known of.</summary>
/// <param name="Task">The task, or null where only the file is known.</param>
/// <param name="Files">The files' full paths, by video; empty where nothing was saved.</param>
internal sealed record GallerySource(ApimartTask? Task, ImmutableArray<string> Files)
{
    /// <summary>A task with the files that it is recorded to be saved to.</summary>
    public static GallerySource Of(ApimartTask task) => new(task, [.. task.SavedFiles]);

    /// <summary>The sources, each task once: the last sighting of it, with all files of all sightings, in the order of the first.</summary>
    public static IReadOnlyList<GallerySource> Merge(IEnumerable<GallerySource> sources)
    {
        List<GallerySource> merged = [];
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        foreach (GallerySource source in sources)
        {
            string key = source.Task is { TaskId.Length: > 0 } task ? task.TaskId : source.Task is null ? $"\n{source.Files[0]}" : string.Empty;
            if (key.Length > 0 && places.TryGetValue(key, out int place))
            {
                merged[place] = new GallerySource(
                    source.Task,
                    merged[place].Files.Union(source.Files, StringComparer.Ordinal).ToImmutableArray());
                continue;
            }

            if (key.Length > 0)
            {
                places.Add(key, merged.Count);
            }

            merged.Add(source);
        }

        return merged;
    }
}
