using System.Globalization;
using System.Management.Automation;

namespace Apimart.Video;

/// <summary>Takes a blank, such as an empty CSV cell, for the first take; PowerShell alone would make it 0.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TakeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Turns blanks into 1 and texts that are whole numbers into numbers; leaves everything else to PowerShell.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">The text is not a whole number from 1.</exception>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is null or DBNull || (value is string blank && string.IsNullOrWhiteSpace(blank)))
        {
            return new[] { 1 };
        }

        if (value is not string text)
        {
            return value;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int take) && take > 0
            ? new[] { take }
            : throw new ArgumentTransformationMetadataException($"'{text}' is not the number of a take: it is a whole number from 1.");
    }
}
