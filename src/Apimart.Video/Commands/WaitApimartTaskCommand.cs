using System.Globalization;
using System.Management.Automation;
using Apimart.Video.Async;
using Apimart.Video.Binding;
using Apimart.Video.Completion;
using Apimart.Video.Polling;
using Apimart.Video.Tasks;

namespace Apimart.Video.Commands;

/// <summary>Waits until tasks have ended, all of them with one budget of requests.</summary>
[Cmdlet(VerbsLifecycle.Wait, "ApimartTask")]
[OutputType(typeof(ApimartTask))]
public sealed class WaitApimartTaskCommand : PipelineCommand
{
    private TaskWatcher? _watcher;
    private WaitProgress? _progress;

    /// <summary>Tasks, task ids, or objects with TaskId or Id.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("TaskId", "Id")]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    [TaskTransformation]
    public ApimartTask[] Task { get; set; } = [];

    /// <summary>How long to wait, in seconds or as a TimeSpan; what a last poll then finds unfinished goes on at the server.</summary>
    [Parameter]
    [SecondsTransformation]
    [ValidateNotNull]
    public TimeSpan? Timeout { get; set; }

    /// <summary>The time between two polls of a task, in seconds or as a TimeSpan, in place of the learned one.</summary>
    [Parameter]
    [SecondsTransformation]
    [ValidateNotNull]
    public TimeSpan? PollInterval { get; set; }

    /// <inheritdoc/>
    protected override void ProcessItem()
    {
        base.ProcessItem();
        TaskWatcher watcher = _watcher ??= StartWatching();
        foreach (ApimartTask task in Task.Select(Recall))
        {
            Note(task.JobName);
            if (task is { Status: ApimartTaskStatus.Submitting, TaskId.Length: 0 })
            {
                WriteError(ApimartErrors.StillSubmitting(task));
            }
            else
            {
                watcher.Add(task);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndItems() => _watcher?.Complete();

    /// <inheritdoc/>
    protected override void Tick(bool last) => _progress?.Show(last);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _watcher?.Dispose();
    }

    private TaskWatcher StartWatching()
    {
        TaskWatcher watcher = new(Client.PollAsync, new WatchOptions
        {
            Timeout = Timeout,
            PollInterval = PollInterval,
            History = Advice,
        });
        _progress = new WaitProgress(this, watcher);
        Start(
            async stop =>
            {
                await foreach (WatchEvent seen in watcher.WatchAsync(stop).ConfigureAwait(false))
                {
                    Send(seen);
                }
            },
            target: null);
        return watcher;
    }

    /// <inheritdoc/>
    protected override void Receive(object result)
    {
        WatchEvent seen = (WatchEvent)result;
        switch (seen.Kind)
        {
            case WatchEventKind.Polled:
                WriteVerbose($"{seen.Task.TaskId} is {seen.Task.StatusText} at {seen.Task.Progress} %{NextPoll(seen)}.");
                break;
            case WatchEventKind.PollFailed:
                WriteVerbose($"{seen.Task.TaskId} could not be polled: {seen.Fault?.Numbered}{NextPoll(seen)}.");
                break;
            case WatchEventKind.Ended when seen.Task is { Status: ApimartTaskStatus.Completed, Videos.IsEmpty: true }:
                WriteReported(ApimartErrors.CompletedWithoutVideo(seen.Task), seen.Task);
                break;
            case WatchEventKind.Ended when seen.Task.Status == ApimartTaskStatus.Completed:
                WriteVerbose($"{seen.Task.TaskId} is {seen.Task.StatusText}.");
                WriteObject(seen.Task);
                break;
            case WatchEventKind.Ended:
                WriteReported(ApimartErrors.TaskFailed(seen.Task), seen.Task);
                break;
            case WatchEventKind.Lost:
                WriteReported(ApimartErrors.From(seen.Fault!, seen.Task), seen.Task);
                break;
            case WatchEventKind.TimedOut:
                WriteReported(ApimartErrors.WaitTimedOut(seen, Timeout ?? TimeSpan.Zero), seen.Task);
                break;
            case WatchEventKind.Stopped:
                ThrowTerminatingError(ApimartErrors.From(seen.Fault!, seen.Task));
                break;
        }
    }

    private void WriteReported(ErrorRecord error, ApimartTask task)
    {
        WriteError(error);
        WriteObject(task with { IsReported = true });
    }

    private static string NextPoll(WatchEvent seen) =>
        string.Concat(
            seen.AskedUntil is { } until ? $"; the server asked to wait until {TimeOfDay.Of(until)}" : string.Empty,
            seen.NextPoll is { } wait ? string.Create(CultureInfo.InvariantCulture, $"; next poll in {wait.TotalSeconds:0.#} s") : string.Empty);
}
