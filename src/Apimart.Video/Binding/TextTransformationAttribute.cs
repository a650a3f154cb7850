using System.Management.Automation;
using Apimart.Video.Models;

namespace Apimart.Video;

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
