using System.Management.Automation;
using Apimart.Video.Models;
using Apimart.Video.Tasks;

namespace Apimart.Video;

/// <summary>Takes one task, task id or object with <c>TaskId</c> or <c>Id</c>; a blank, such as an empty CSV cell, is no task.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EarlierTaskTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly TaskTransformationAttribute s_tasks = new();

    /// <summary>Turns the input into a task.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">The input names no task, or several.</exception>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData;
        if (ParameterValue.IsBlank(value))
        {
            return null;
        }

        return s_tasks.Transform(engineIntrinsics, value!) is ApimartTask[] { Length: 1 } tasks
            ? tasks[0]
            : throw new ArgumentTransformationMetadataException("It must be one task; a video goes on from one other.");
    }
}
