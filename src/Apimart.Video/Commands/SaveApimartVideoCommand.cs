using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Management.Automation;
using Apimart.Video.Async;
using Apimart.Video.Binding;
using Apimart.Video.Completion;
using Apimart.Video.Downloads;
using Apimart.Video.Films;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Tasks;

namespace Apimart.Video.Commands;

/// <summary>Saves the videos of finished tasks as files, several at once.</summary>
[Cmdlet(VerbsData.Save, "ApimartVideo", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(FileInfo))]
public sealed class SaveApimartVideoCommand : PipelineCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly ConcurrentQueue<SavedVideo> _otherNames = new();
    private ModelCatalogue? _catalogue;
    private VideoSaver? _saver;
    private SaveProgressBar? _progress;
    private string _folder = string.Empty;

    /// <summary>The folder; it is made where it does not exist. A wildcard must match one folder.</summary>
    [Parameter(Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>The folder, taken as it is written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = string.Empty;

    /// <summary>Tasks, task ids, or objects with TaskId or Id.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [Alias("TaskId", "Id")]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    [TaskTransformation]
    public ApimartTask[] Task { get; set; } = [];

    /// <summary>The template of the file names.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FileNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string FileName { get; set; } = SaveOptions.DefaultFileName;

    /// <summary>Writes a JSON file beside each video.</summary>
    [Parameter]
    public SwitchParameter Metadata { get; set; }

    /// <summary>The largest file that is accepted, in bytes; 4GB by default.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    [NumberTransformation(Whole = true, Bytes = true)]
    public long MaxSize { get; set; } = 4L * 1024 * 1024 * 1024;

    /// <summary>Replaces files that are there already.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Leaves alone every video that was ever saved, wherever it lies now.</summary>
    [Parameter]
    public SwitchParameter SkipSaved { get; set; }

    /// <summary>Gives videos that lie in the folder under earlier names the names they would get now.</summary>
    [Parameter]
    public SwitchParameter Rename { get; set; }

    /// <summary>How many files are fetched at once.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RangeCompleter))]
    [ValidateRange(1, 64)]
    [NumberTransformation(Whole = true)]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>Returns the files.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            Line.Folder = _folder = ParameterSetName == LiteralPathSet
                ? FolderPath.Literal(this, LiteralPath)
                : FolderPath.Resolve(this, Path);
        }
        catch (ArgumentException wrong)
        {
            ThrowTerminatingError(ApimartErrors.InvalidPath(wrong, ParameterSetName == LiteralPathSet ? LiteralPath : Path));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessItem()
    {
        base.ProcessItem();
        foreach (ApimartTask task in Task.Select(task => task.IsReported ? task : Recall(task)))
        {
            if (task.IsReported)
            {
                Note(task.JobName);
            }
            else
            {
                Save(task);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Receive(object result)
    {
        (SavedVideo video, string? differences) = (Recorded)result;
        WriteVerbose(video switch
        {
            { RenamedFrom: { } former } => $"{former} is {video.Path} now.",
            { Skipped: true } when !File.Exists(video.Path) => $"{video.Path} was saved before and is left alone.",
            { Skipped: true } => $"{video.Path} is there already, complete.",
            _ => $"{video.Path} saved, {video.Length} bytes, {video.BytesFetched} of them fetched now.",
        });
        if (PassThru && File.Exists(video.Path))
        {
            PSObject file = FileOf(video.Path);
            file.Properties.Add(new PSNoteProperty("TaskId", video.Task.TaskId));
            WriteObject(file);
        }

        if (differences is not null)
        {
            WriteWarning(differences);
        }
    }

    /// <inheritdoc/>
    protected override void Tick(bool last)
    {
        _progress?.Show(last);
        if (last && _otherNames.TryDequeue(out SavedVideo? first))
        {
            string others = _otherNames.IsEmpty ? string.Empty : $", and {_otherNames.Count} more likewise";
            WriteWarning(
                $"'{System.IO.Path.GetFileName(first.Path)}' keeps the name it was saved under, though it would now be "
                    + $"'{System.IO.Path.GetFileName(first.OtherPath)}'{others}. -Rename gives the new names.");
            _otherNames.Clear();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _saver?.Dispose();
    }

    private void Save(ApimartTask task)
    {
        VideoSaver saver = _saver ??= CreateSaver();
        if (PlanNames(saver, task) is not { } names || !ShouldProcess(names, $"Save the video of task {task.TaskId}"))
        {
            return;
        }

        Note(task.JobName);
        SaveProgressBar progress = _progress ??= new SaveProgressBar(this);
        progress.Add(task.TaskId);
        Start(
            async stop =>
            {
                try
                {
                    await RecordAsync(await saver.SaveAsync(task, progress, stop).ConfigureAwait(false)).ConfigureAwait(false);
                }
                catch (SaveException fault)
                {
                    await RecordAsync(fault.Saved).ConfigureAwait(false);
                    if (fault.Fault != SaveFault.SavedBefore)
                    {
                        throw;
                    }

                    Warn(ApimartErrors.Label(task) + fault.Message);
                }
                finally
                {
                    progress.Remove(task.TaskId);
                }
            },
            task,
            label: ApimartErrors.Label(task) + task.TaskId);
    }

    /// <summary>Records files in the journal and sends them on; what lies on the disk is sent whether the journal can be written or not.</summary>
    private async System.Threading.Tasks.Task RecordAsync(IEnumerable<SavedVideo> videos)
    {
        foreach (SavedVideo video in videos)
        {
            // A file that was passed over lies where the journal says, or nowhere: there is nothing new to record.
            if (File.Exists(video.Path))
            {
                await Advice
                    .RecordSavedAsync(video.Task.TaskId, new SavedFile(video.Index, video.Path, video.Length, video.Sha256))
                    .ConfigureAwait(false);
            }

            if (video.OtherPath is not null)
            {
                _otherNames.Enqueue(video);
            }

            Send(new Recorded(video, video.Skipped ? null : DifferencesOf(video)));
        }
    }

    /// <summary>How a new file differs from what was asked for, in one sentence; null where it does not, or cannot be read.</summary>
    private string? DifferencesOf(SavedVideo video)
    {
        try
        {
            VideoMeasure measure = VideoMeasure.Of(video.Path, video.Task, _catalogue!);
            return measure.Differences.Length == 0
                ? null
                : $"{ApimartErrors.Label(video.Task)}'{measure.Name}' is not what was asked for: {string.Join("; ", measure.Differences)}.";
        }
        catch (FilmException)
        {
            // It was checked before it got its name; whatever moved it since has its own reasons.
            return null;
        }
    }

    /// <summary>The file as PowerShell's own cmdlets give it: without what its provider adds, the view shows no size on Linux.</summary>
    private PSObject FileOf(string path)
    {
        Collection<PSObject> found = InvokeProvider.Item.Get([path], force: true, literalPath: true);
        return found.Count == 1 ? found[0] : new PSObject(new FileInfo(path));
    }

    /// <summary>The names, or null where this task's row lacks what the template names; a template that no task could fill ends the line.</summary>
    private string? PlanNames(VideoSaver saver, ApimartTask task)
    {
        try
        {
            return string.Join(", ", saver.PlanNames(task));
        }
        catch (SaveException wrong) when (task.Row is not null)
        {
            WriteError(ApimartErrors.SaveFault(wrong, task));
            return null;
        }
        catch (SaveException wrong)
        {
            ThrowTerminatingError(ApimartErrors.SaveFault(wrong, FileName));
            throw;
        }
    }

    private VideoSaver CreateSaver()
    {
        ApimartClient client = Client;
        return new VideoSaver(NewSaverConnection(), client.GetTaskAsync, new SaveOptions
        {
            Directory = _folder,
            FileName = FileName,
            Force = Force,
            Metadata = Metadata,
            MaxSize = MaxSize,
            MaxConcurrency = ThrottleLimit,
            SkipSaved = SkipSaved,
            Rename = Rename,
            Catalogue = _catalogue = Catalogue,
            OwnerOf = Advice.OwnerOf,
            SavedOf = Advice.SavedOf,
        });
    }

    /// <summary>A file that the journal knows.</summary>
    /// <param name="Video">The file.</param>
    /// <param name="Differences">How it differs from what was asked for; null where it does not.</param>
    private sealed record Recorded(SavedVideo Video, string? Differences);
}
