using System.Collections.Concurrent;
using System.Management.Automation;
using Apimart.Video.Async;
using Apimart.Video.Binding;
using Apimart.Video.Completion;
using Apimart.Video.Downloads;
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

    private readonly SavedVideoOutput _output;
    private ModelCatalogue? _catalogue;
    private VideoSaver? _saver;
    private SaveProgressBar? _progress;
    private string _folder = string.Empty;

    /// <summary>Creates the cmdlet.</summary>
    public SaveApimartVideoCommand() => _output = new SavedVideoOutput(this, () => Advice, Send, () => PassThru, () => _catalogue!);

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
    protected override void Receive(object result) => _output.Write((SavedVideoOutput.Recorded)result);

    /// <inheritdoc/>
    protected override void Tick(bool last)
    {
        _progress?.Show(last);
        if (last)
        {
            _output.TellOtherNames();
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
        SavedVideoOutput output = _output;
        SaveProgressBar progress = _progress ??= new SaveProgressBar(this);
        progress.Add(task.TaskId);
        Start(
            async stop =>
            {
                try
                {
                    await output.TakeAsync(await saver.SaveAsync(task, progress, stop).ConfigureAwait(false)).ConfigureAwait(false);
                }
                catch (SaveException fault)
                {
                    await output.TakeAsync(fault.Saved).ConfigureAwait(false);
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
}
