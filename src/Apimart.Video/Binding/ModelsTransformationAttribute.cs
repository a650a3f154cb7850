using System.Collections;
using System.Management.Automation;

namespace Apimart.Video;

/// <summary>Takes one model or several, each as <see cref="TextTransformationAttribute"/> takes a text.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ModelsTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly TextTransformationAttribute s_text = new();

    /// <summary>Brings the input into texts; blanks are left out.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">A part of the input is no text.</exception>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject { BaseObject: IList } wrapped ? wrapped.BaseObject : inputData;
        IEnumerable<object?> models = value is IList several ? several.Cast<object?>() : [value];
        return models.Select(model => (string)s_text.Transform(engineIntrinsics, model)).Where(model => model.Length > 0).ToArray();
    }
}
