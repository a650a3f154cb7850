using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Tasks;

namespace Apimart.Video.Downloads;

/// <summary>Where and under which names videos are saved.</summary>
public sealed class SaveOptions
{
    /// <summary>The template that is used when none is given.</summary>
    public const string DefaultFileName = "{Prompt:50} {ShortId}";

    /// <summary>What it becomes for the rows of a job, so that their files sort as the rows do.</summary>
    internal const string DefaultFileNameInJob = "{row:000} " + DefaultFileName;

    private readonly string _directory = string.Empty;

    /// <summary>The folder as an absolute path; it is made where it does not exist.</summary>
    /// <remarks>As the system writes it: Windows drops dots and blanks at its end, which the paths of the files must not keep.</remarks>
    public required string Directory
    {
        get => _directory;
        init => _directory = Path.IsPathFullyQualified(value) ? Path.GetFullPath(value) : value;
    }

    /// <summary>
    /// The template of the file names. In braces: <c>TaskId</c>, <c>Model</c>, <c>JobName</c>, <c>Prompt</c>, <c>n</c> (the
    /// order of arrival), <c>index</c> (the video's number within its task), <c>Date</c>, <c>ShortId</c> (the end of the task's id), or a parameter of the request. After a
    /// colon: the longest length of a text, or the format of a number or date. A brace itself is written twice.
    /// </summary>
    /// <remarks>
    /// The same task gets the same name in every run, and names that tasks would share are told apart by the task id, with one
    /// exception: <c>n</c> counts arrivals, which may differ from run to run. A file that the journal knows or that was begun
    /// keeps its number; a new one takes the next that no other task's file has.
    /// </remarks>
    public string FileName { get; init; } = DefaultFileName;

    /// <summary>Fetches again and replaces files that are there already, except those that belong to another task.</summary>
    public bool Force { get; init; }

    /// <summary>Leaves alone every video that was ever saved, wherever it lies now; <see cref="SavedOf"/> knows.</summary>
    public bool SkipSaved { get; init; }

    /// <summary>Gives a video that lies in the folder under a name of an earlier template the name it would get now.</summary>
    public bool Rename { get; init; }

    /// <summary>Writes a JSON file beside each video: prompt, parameters, task, cost, times and SHA-256.</summary>
    public bool Metadata { get; init; }

    /// <summary>The largest file that is accepted, in bytes.</summary>
    public long MaxSize { get; init; } = 4L * 1024 * 1024 * 1024;

    /// <summary>How many files are fetched at the same time.</summary>
    public int MaxConcurrency { get; init; } = 4;

    /// <summary>
    /// Tells which task a file was saved for (its id), or null where that is not known; the journal's word. Names of other
    /// tasks' files are not given to a task, whatever order the tasks come in.
    /// </summary>
    public Func<string, string?>? OwnerOf { get; init; }

    /// <summary>The files that a task's videos were saved to before; the journal's word.</summary>
    public Func<string, IReadOnlyList<SavedFile>>? SavedOf { get; init; }

    /// <summary>The models whose parameters names may hold.</summary>
    internal ModelCatalogue Catalogue { get; init; } = ModelCatalogue.Default;

    /// <summary>The file that a video was saved to before, or null where that is not known.</summary>
    internal SavedFile? FindSaved(ApimartTask task, int index) =>
        SavedOf?.Invoke(task.TaskId).FirstOrDefault(saved => saved.Index == index)
        ?? (task.SavedFiles.Length > index && task.SavedFiles.Length == task.Videos.Length
            ? new SavedFile(index, task.SavedFiles[index], Length: 0, Sha256: null)
            : null);

    /// <summary>The task a file was saved for, by the journal or by the metadata beside the file; null where neither knows.</summary>
    internal string? FindOwner(string path) => OwnerOf?.Invoke(path) ?? VideoMetadata.OwnerIn(VideoMetadata.PathFor(path));
}
