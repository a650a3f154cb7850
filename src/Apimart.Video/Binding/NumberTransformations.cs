using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Apimart.Video.Models;

namespace Apimart.Video.Binding;

/// <summary>
/// Reads a number by one rule in every culture: digits, a sign, a decimal point. It sees the argument before PowerShell takes a comma
/// for a thousands mark, rounds a fraction, or multiplies by a suffix.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NumberTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether only whole numbers are taken.</summary>
    public bool Whole { get; set; }

    /// <summary>Whether PowerShell's own suffixes, such as <c>4GB</c>, are taken: they mean what they say for a size in bytes.</summary>
    public bool Bytes { get; set; }

    /// <summary>Reads the number.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">The input is no number, or not a whole one where that is needed.</exception>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Read(inputData, Whole, Bytes);

    /// <exception cref="ArgumentTransformationMetadataException">The input is no number, or not a whole one where that is needed.</exception>
    internal static object? Read(object? inputData, bool whole, bool bytes = false)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is null)
        {
            return null;
        }

        if (value is IList { Count: > 1 } parts && parts.Cast<object?>().All(part => NumberText.IsNumber(part is PSObject item ? item.BaseObject : part)))
        {
            value = string.Join(',', parts.Cast<object?>());
        }

        // A number on the line keeps the text that it was written as: 1kb, 0x10, 7d.
        string? written = inputData is PSObject && NumberText.IsNumber(value) ? inputData.ToString() : null;
        object? meant = written is not null && !bytes && !NumberText.TryRead(written, out _) ? written : value;
        object? number = whole ? NumberText.ToWhole(meant) : Exact(meant);
        return number ?? throw new ArgumentTransformationMetadataException(
            $"{ParameterValue.Show(meant)} is not {(whole ? "a whole number" : "a number")}: {(whole ? "digits and a sign" : "digits, a sign and a decimal point")} are read{NumberText.Hint(meant, whole)}.");
    }

    private static object? Exact(object? value) =>
        value is string text ? (NumberText.TryRead(text, out decimal exact) ? exact : null)
        : NumberText.ToNumber(value) is null ? null
        : value is IConvertible number ? number.ToType(value.GetType(), CultureInfo.InvariantCulture) : null;
}

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
