using System.Management.Automation;
using Apimart.Video.Models;

namespace Apimart.Video.Binding;

/// <summary>
/// Brings a dynamic parameter's argument into its type. A blank, such as an empty CSV cell in a loop, counts as not given;
/// PowerShell alone would make it 0 or an empty list.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BlankIsNotGivenAttribute : ArgumentTransformationAttribute
{
    // ValidateSet refuses null; of an empty list it has nothing to refuse.
    private static readonly object[] s_notGiven = [];

    private readonly ParameterType _type;
    private readonly bool _rows;

    /// <summary>Creates the attribute for a type of the catalogue.</summary>
    /// <param name="type">The parameter's type.</param>
    /// <param name="rows">Whether rows are piped in: then a script block is evaluated for each, and the request's own check speaks.</param>
    internal BlankIsNotGivenAttribute(ParameterType type, bool rows)
    {
        _type = type;
        _rows = rows;
    }

    /// <summary>Turns blanks into nothing and texts into lists, numbers and truth values; refuses what it cannot turn.</summary>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData;
        if (ParameterValue.IsBlank(value))
        {
            return s_notGiven;
        }

        if (value is ScriptBlock)
        {
            return _rows
                ? value
                : throw new ArgumentTransformationMetadataException("A script block is evaluated for each row that is piped in, and nothing is piped in here.");
        }

        if (_rows && _type is not (ParameterType.Integer or ParameterType.Number))
        {
            return value;
        }

        return (_type, value) switch
        {
            (ParameterType.Integer, _) => NumberTransformationAttribute.Read(inputData, whole: true),
            (ParameterType.Number, _) => NumberTransformationAttribute.Read(inputData, whole: false),
            (ParameterType.StringArray or ParameterType.SingleString, string text) => LinkText.Part(text).ToArray(),
            (ParameterType.Boolean, string text) when bool.TryParse(text, out bool flag) => flag,
            (ParameterType.Boolean, SwitchParameter present) => present.IsPresent,
            (ParameterType.String, not FileInfo) when ParameterValue.ToText(value!) is null => throw new ArgumentTransformationMetadataException(
                $"It must be a text; this is {ParameterValue.Show(value)}."),
            _ => value,
        };
    }
}
