using System.Management.Automation;
using Apimart.Video.Api;
using Apimart.Video.Async;
using Apimart.Video.Binding;
using Apimart.Video.Completion;
using Apimart.Video.Films;
using Apimart.Video.Gallery;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Session;
using Apimart.Video.Tasks;

namespace Apimart.Video.Commands;

/// <summary>A cmdlet that works on saved videos: files, the files of tasks, or those of a job. It needs no key and sends nothing.</summary>
public abstract class VideoFilesCommand : AsyncCommand
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";
    private protected const string TaskSet = "Task";
    private protected const string JobSet = "Job";

    private JournalAdvice? _advice;

    /// <summary>Video files; wildcards are possible. Each cmdlet has them at a place of its own.</summary>
    public abstract string[] Path { get; set; }

    /// <summary>Video files, taken as they are written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Tasks, task ids, objects with TaskId or Id such as the rows of picks.csv, or files.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = TaskSet)]
    [Alias("TaskId", "Id")]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    [ValidateNotNull]
    public PSObject[] Task { get; set; } = [];

    /// <summary>Names of batches; wildcards are possible.</summary>
    [Parameter(Mandatory = true, ParameterSetName = JobSet)]
    [ArgumentCompleter(typeof(JobNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] JobName { get; set; } = [];

    private protected static ModelCatalogue Catalogue => ApimartSession.GetCatalogue(key: null, address: null);

    /// <summary>The journal: a file is read without it, too.</summary>
    private JournalAdvice Advice
    {
        get
        {
            if (_advice is null)
            {
                ITaskJournal? journal = null;
                Exception? fault = null;
                try
                {
                    journal = Journal();
                }
                catch (Exception cause) when (cause is ArgumentException or IOException or NotSupportedException or ApimartException)
                {
                    fault = cause;
                }

                _advice = new JournalAdvice(() => journal ?? throw fault!, WriteWarning);
            }

            return _advice;
        }
    }

    /// <summary>Takes a video with the task that it was saved of, or a task without a saved video.</summary>
    private protected abstract void Take(GallerySource source);

    /// <summary>Passes over what the input itself says to leave out.</summary>
    private protected virtual bool Takes(PSObject input) => true;

    /// <inheritdoc/>
    protected override void ProcessItem()
    {
        switch (ParameterSetName)
        {
            case PathSet or LiteralPathSet:
                foreach (string path in ParameterSetName == PathSet ? Path : LiteralPath)
                {
                    TakeFiles(path, isLiteral: ParameterSetName == LiteralPathSet);
                }

                break;
            case JobSet:
                TakeJobs();
                break;
            default:
                foreach (PSObject input in Task.Where(Takes))
                {
                    TakeInput(input);
                }

                break;
        }
    }

    /// <summary>The files of a job's tasks, in the order of its rows and takes.</summary>
    private void TakeJobs()
    {
        try
        {
            ApimartTask[] tasks = [.. Journal().Query(new JournalQuery { JobName = JobPatterns.Of(JobName) })];
            if (tasks.Length == 0)
            {
                WriteError(ApimartErrors.NothingToShow(JobName));
            }

            foreach (ApimartTask task in tasks
                .OrderBy(task => task.JobName, StringComparer.OrdinalIgnoreCase).ThenBy(task => task.RowNumber ?? int.MaxValue).ThenBy(task => task.Occurrence).ThenBy(task => task.Take))
            {
                Take(GallerySource.Of(task));
            }
        }
        catch (Exception fault) when (fault is ApimartException or ArgumentException)
        {
            ThrowTerminatingError(ApimartErrors.From(fault, JobName));
        }
    }

    private void TakeInput(PSObject input)
    {
        try
        {
            foreach (GallerySource source in input.BaseObject is FileInfo file
                ? [OfFile(file.FullName, input.Properties["TaskId"]?.Value as string)]
                : GalleryInput.Read(input, Journal()))
            {
                Take(source);
            }
        }
        catch (Exception wrong) when (wrong is ArgumentException or ArgumentTransformationMetadataException or ApimartException)
        {
            WriteError(ApimartErrors.From(wrong, input));
        }
    }

    private void TakeFiles(string path, bool isLiteral)
    {
        try
        {
            bool isPattern = !isLiteral && WildcardPattern.ContainsWildcardCharacters(path);
            ProviderInfo provider;
            string[] files = isPattern
                ? [.. GetResolvedProviderPathFromPSPath(path, out provider).Where(File.Exists)]
                : [SessionState.Path.GetUnresolvedProviderPathFromPSPath(isLiteral ? path : WildcardPattern.Unescape(path), out provider, out _)];
            if (provider.Name != "FileSystem" || files.Length == 0)
            {
                throw new ItemNotFoundException(provider.Name == "FileSystem" ? "No file matches it." : $"It lies in {provider.Name}, not in the file system.");
            }

            foreach (string file in files)
            {
                Take(OfFile(file, taskId: null));
            }
        }
        catch (Exception missing) when (missing is SessionStateException or ArgumentException or NotSupportedException)
        {
            WriteError(ApimartErrors.From(
                new FilmException(FilmFault.VideoNotRead, $"'{path}' could not be read: {missing.Message}", "Give files that are there; -LiteralPath for a name with brackets.", missing),
                path));
        }
    }

    private GallerySource OfFile(string file, string? taskId)
    {
        string? owner = string.IsNullOrEmpty(taskId) ? Advice.OwnerOf(file) : taskId;
        return new GallerySource(owner is null ? null : Advice.Find(owner) ?? new ApimartTask { TaskId = owner }, [file]);
    }

    private static ITaskJournal Journal() => ApimartSession.GetJournal(ApimartSession.Resolve(key: null, address: null));
}
