using System.Management.Automation;

namespace Apimart.Video;

/// <summary>
/// Takes a text, or a row's Prompt: PowerShell would make any other object a text, and a video of "@{Text=…}" would be paid for.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PromptTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Finds the prompt in the input.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">The input is neither a text nor an object with a Prompt.</exception>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            null => string.Empty,
            string text => text,
            var other => PSObject.AsPSObject(inputData).Properties["Prompt"] is { } column
                ? column.Value?.ToString() ?? string.Empty
                : throw new ArgumentTransformationMetadataException(
                    $"It must be a text, or an object with a Prompt property; this is a {other.GetType().Name} without one."),
        };
}
