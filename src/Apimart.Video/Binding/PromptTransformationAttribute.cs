using System.Management.Automation;
using Apimart.Video.Models;

namespace Apimart.Video;

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
