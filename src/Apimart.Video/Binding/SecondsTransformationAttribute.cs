using System.Globalization;
using System.Management.Automation;
using Apimart.Video.Models.Rows;

namespace Apimart.Video;

/// <summary>Takes a number of seconds where a <see cref="TimeSpan"/> is wanted, as PowerShell's own -Timeout parameters do.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecondsTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Turns numbers, and texts that are numbers, into seconds; leaves everything else to PowerShell.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">The number is not a possible length of time.</exception>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is not string { Length: > 0 } text ? !NumberText.IsNumber(value) : !NumberText.TryRead(text, out _) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _))
        {
            return value;
        }

        double seconds = Convert.ToDouble(NumberTransformationAttribute.Read(inputData, whole: false), CultureInfo.InvariantCulture);
        return seconds >= 0 && seconds <= int.MaxValue
            ? TimeSpan.FromSeconds(seconds)
            : throw new ArgumentTransformationMetadataException($"'{value}' is not a number of seconds from 0 to {int.MaxValue}.");
    }
}
