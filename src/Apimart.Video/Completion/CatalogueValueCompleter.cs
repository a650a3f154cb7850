using System.Collections;
using Apimart.Video.Models;

namespace Apimart.Video;

/// <summary>Completes a dynamic parameter's values; the tooltip tells the server's default and what the parameter does.</summary>
public sealed class CatalogueValueCompleter : ValueCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Values(string parameter, IDictionary bound)
    {
        string? model = bound["Model"]?.ToString();
        return ApimartSession.GetCatalogue(key: null, address: null).Models
            .Where(known => model is null || known.IsNamed(model))
            .Select(known => known.FindParameter(parameter))
            .OfType<VideoModelParameter>()
            .SelectMany(known => known.SuggestedValues.Select(value => (Value: value, ToolTip: Describe(known, value))))
            .DistinctBy(item => item.Value);
    }

    private static string Describe(VideoModelParameter parameter, string value) =>
        value.Equals(parameter.Default, StringComparison.OrdinalIgnoreCase)
            ? $"{value} (the server's default). {parameter.Description}"
            : $"{value}. {parameter.Description}";
}
