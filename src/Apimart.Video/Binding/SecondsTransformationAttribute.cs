using System.Globalization;
using System.Management.Automation;

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
        bool number = value is sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal
            || (value is string text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        if (!number)
        {
            return value;
        }

        double seconds = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return seconds >= 0 && seconds <= int.MaxValue
            ? TimeSpan.FromSeconds(seconds)
            : throw new ArgumentTransformationMetadataException($"'{value}' is not a number of seconds from 0 to {int.MaxValue}.");
    }
}
