using System.Management.Automation;
using Apimart.Video.Async;
using Apimart.Video.Binding;
using Apimart.Video.Completion;
using Apimart.Video.Tasks;

namespace Apimart.Video.Commands;

/// <summary>Looks at tasks once.</summary>
[Cmdlet(VerbsCommon.Get, "ApimartTask")]
[OutputType(typeof(ApimartTask))]
public sealed class GetApimartTaskCommand : ConnectedCommand
{
    /// <summary>Tasks, task ids, or objects with TaskId or Id.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("TaskId", "Id")]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    [TaskTransformation]
    public ApimartTask[] Task { get; set; } = [];

    /// <summary>How many looks may be under way at once.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RangeCompleter))]
    [ValidateRange(1, 64)]
    [NumberTransformation(Whole = true)]
    public int ThrottleLimit { get; set; } = 4;

    /// <inheritdoc/>
    protected override void ProcessItem()
    {
        ApimartClient client = Client;
        foreach (ApimartTask known in Task.Select(Recall))
        {
            Start(
                async stopping => Send((await client.GetTaskAsync(known.TaskId, stopping).ConfigureAwait(false)).WithKnown(known)),
                known.TaskId,
                ThrottleLimit);
        }
    }
}
