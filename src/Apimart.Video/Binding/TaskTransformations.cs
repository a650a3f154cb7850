using System.Collections;
using System.Management.Automation;
using Apimart.Video.Models;
using Apimart.Video.Tasks;

namespace Apimart.Video.Binding;

/// <summary>Takes a task, a task id or any object with <c>TaskId</c> or <c>Id</c>: a CSV row, JSON, a deserialised task.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TaskTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] s_idNames = ["TaskId", "Id", "task_id"];

    /// <summary>Turns the input into tasks.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">The input names no task.</exception>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Unwrap(inputData) switch
        {
            null => throw new ArgumentTransformationMetadataException("There is no task: the value is empty."),
            IEnumerable items and not (string or IDictionary) => items.Cast<object>().Select(ToTask).ToArray(),
            _ => new[] { ToTask(inputData) },
        };

    private static ApimartTask ToTask(object? input) => Unwrap(input) switch
    {
        ApimartTask task => task,
        string id => new ApimartTask { TaskId = RequireId(id) },
        IDictionary map => FromLookup(name => map.Contains(name) ? map[name] : null),
        null => throw new ArgumentTransformationMetadataException("There is no task: the value is empty."),
        _ => FromLookup(name => PSObject.AsPSObject(input).Properties[name]?.Value),
    };

    private static ApimartTask FromLookup(Func<string, object?> lookup)
    {
        string? id = s_idNames.Select(name => lookup(name)?.ToString()).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
        return new ApimartTask
        {
            TaskId = id is not null
                ? RequireId(id)
                : throw new ArgumentTransformationMetadataException("The object has no TaskId or Id, so it names no task."),
            Model = lookup("Model")?.ToString(),
            Prompt = lookup("Prompt")?.ToString(),
            JobName = lookup("JobName")?.ToString(),
        };
    }

    private static string RequireId(string id)
    {
        string trimmed = id.Trim();
        return trimmed.Length > 0 && trimmed.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ':')
            ? trimmed
            : throw new ArgumentTransformationMetadataException(
                $"'{id}' is not a task id; an id looks like task_01KS1H7ZYSJWH1N779S2FSHTKA.");
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject is PSCustomObject ? wrapped : wrapped.BaseObject : value;
}

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
