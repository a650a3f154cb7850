using System.Collections;
using System.Management.Automation;
using Apimart.Video.Models;

namespace Apimart.Video.Binding;

/// <summary>
/// Takes a text, a row's Prompt, or a script block that makes a text of each row: PowerShell would make any other object a text,
/// and a video of "@{Text=…}" would be paid for.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PromptTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly TextTransformationAttribute s_text = new();

    /// <summary>Finds the prompt in the input.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">The input is neither a text nor an object with a Prompt.</exception>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is null or DBNull or ScriptBlock || ParameterValue.ToText(value) is not null
            ? s_text.Transform(engineIntrinsics, value)
            : PSObject.AsPSObject(inputData).Properties["Prompt"] is { } column
                ? s_text.Transform(engineIntrinsics, column.Value)
                : throw new ArgumentTransformationMetadataException(
                    $"It must be a text, or an object with a Prompt property; this is a {value.GetType().Name} without one.");
    }
}

/// <summary>Takes a text, or a script block that makes one of each row; an object that is no value is refused, not made a text of.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Brings the input into a text; nothing becomes the empty text.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">The input is no text.</exception>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData) switch
        {
            null or DBNull => string.Empty,
            ScriptBlock block => PerRow.Hold(block, new string(block.ToString().AsSpan())),
            var value => ParameterValue.ToText(value)
                ?? throw new ArgumentTransformationMetadataException($"It must be a text; this is {ParameterValue.Show(value)}."),
        };
}

/// <summary>Takes one model or several, each as <see cref="TextTransformationAttribute"/> takes a text.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ModelsTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly TextTransformationAttribute s_text = new();

    /// <summary>Brings the input into texts; blanks are left out.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">A part of the input is no text.</exception>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject { BaseObject: IList } wrapped ? wrapped.BaseObject : inputData;
        IEnumerable<object?> models = value is IList several ? several.Cast<object?>() : [value];
        return models.Select(model => (string)s_text.Transform(engineIntrinsics, model)).Where(model => model.Length > 0).ToArray();
    }
}
