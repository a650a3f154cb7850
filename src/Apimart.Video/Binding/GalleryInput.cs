using System.Management.Automation;
using Apimart.Video.Gallery;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;

namespace Apimart.Video.Binding;

/// <summary>Turns what is piped to Export-ApimartGallery into what a gallery shows: tasks, ids, rows with an id, files.</summary>
internal static class GalleryInput
{
    private static readonly TaskTransformationAttribute s_tasks = new();

    /// <exception cref="ArgumentTransformationMetadataException">The input names neither a task nor a file.</exception>
    internal static IEnumerable<GallerySource> Read(PSObject input, ITaskJournal journal) =>
        input.BaseObject is FileInfo file
            ? [OfFile(file, input.Properties["TaskId"]?.Value as string, journal)]
            : ((ApimartTask[])s_tasks.Transform(null!, input)).Select(task => OfTask(task, journal)).ToArray();

    private static GallerySource OfFile(FileInfo file, string? taskId, ITaskJournal journal) =>
        (taskId ?? journal.OwnerOf(file.FullName)) is { Length: > 0 } id
            ? new GallerySource(journal.Find(id) ?? new ApimartTask { TaskId = id, Status = ApimartTaskStatus.Completed }, [file.FullName])
            : new GallerySource(null, [file.FullName]);

    /// <summary>A task that was piped in is as it is, completed by what the journal knows; the journal alone knows the files.</summary>
    private static GallerySource OfTask(ApimartTask task, ITaskJournal journal)
    {
        ApimartTask? known = task.TaskId.Length > 0 ? journal.Find(task.TaskId) : null;
        return GallerySource.Of(known is null ? task : task.IsEnded ? task.WithKnown(known) : known);
    }
}
