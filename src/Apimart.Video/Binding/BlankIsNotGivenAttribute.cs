using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Apimart.Video.Models;

namespace Apimart.Video;

/// <summary>
/// Brings a dynamic parameter's argument into its type. A blank text, such as an empty CSV cell, counts as not given;
/// PowerShell alone would make it 0 or an empty list.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BlankIsNotGivenAttribute : ArgumentTransformationAttribute
{
    private readonly ParameterType _type;

    /// <summary>Creates the attribute for a type of the catalogue.</summary>
    internal BlankIsNotGivenAttribute(ParameterType type)
    {
        _type = type;
    }

    /// <summary>Turns blanks into null and texts into lists, numbers and truth values; leaves what it cannot turn.</summary>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData;
        if (ParameterValue.IsBlank(value))
        {
            return null;
        }

        return (_type, value) switch
        {
            (ParameterType.StringArray or ParameterType.SingleString, string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
            (ParameterType.Boolean, string text) when bool.TryParse(text, out bool flag) => flag,
            (ParameterType.Boolean, SwitchParameter present) => present.IsPresent,
            (ParameterType.Boolean, _) => value,
            _ => value,
        };
    }
}
