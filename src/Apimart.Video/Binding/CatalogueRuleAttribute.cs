using System.Management.Automation;
using Apimart.Video.Models;

namespace Apimart.Video;

/// <summary>
/// Checks a dynamic parameter against its rules where rows come from the pipeline: unlike ValidateSet and ValidateRange it lets
/// "not given" pass.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CatalogueRuleAttribute : ValidateArgumentsAttribute
{
    private readonly VideoModelParameter _parameter;
    private readonly string _model;

    internal CatalogueRuleAttribute(VideoModelParameter parameter, string model)
    {
        _parameter = parameter;
        _model = model;
    }

    /// <summary>Checks the value.</summary>
    /// <exception cref="ValidationMetadataException">The model does not take the value.</exception>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is null || ParameterValue.Convert(arguments, _parameter.Type) is not { } value)
        {
            return;
        }

        foreach (ParameterRule rule in _parameter.Rules.Where(rule => rule.Refuses && !rule.Allows(value)))
        {
            throw new ValidationMetadataException(rule.Problem(_parameter.Name, value, _model));
        }
    }
}
