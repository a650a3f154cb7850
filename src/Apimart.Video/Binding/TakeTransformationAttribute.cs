using System.Collections;
using System.Management.Automation;

namespace Apimart.Video;

/// <summary>Takes whole numbers by the one rule for numbers; a blank, such as an empty CSV cell, is the first take.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TakeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Turns blanks into 1 and what are whole numbers into numbers.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">Something is no whole number.</exception>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null or DBNull => new[] { 1 },
            string text when string.IsNullOrWhiteSpace(text) => new[] { 1 },
            string => new[] { Read(inputData) },
            IEnumerable several => several.Cast<object?>().Select(Read).ToArray(),
            _ => new[] { Read(inputData) },
        };
    }

    private static int Read(object? value) => NumberTransformationAttribute.Read(value, whole: true) is long whole and >= int.MinValue and <= int.MaxValue
        ? (int)whole
        : throw new ArgumentTransformationMetadataException("It must be a whole number from 1 to 9999.");
}
