using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Apimart.Video.Models;

namespace Apimart.Video;

/// <summary>Completes a dynamic parameter's values; the tooltip tells the default and where the list comes from.</summary>
public sealed class CatalogueValueCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        CompletionWord.Complete(
            wordToComplete,
            Parameters(fakeBoundParameters["Model"]?.ToString(), parameterName)
                .SelectMany(parameter => parameter.SuggestedValues.Select(value => (value, ToolTip: Describe(parameter, value))))
                .DistinctBy(item => item.value));

    private static IEnumerable<VideoModelParameter> Parameters(string? model, string name) =>
        ApimartSession.GetCatalogue(key: null, address: null).Models
            .Where(known => model is null || known.IsNamed(model))
            .Select(known => known.FindParameter(name))
            .OfType<VideoModelParameter>();

    private static string Describe(VideoModelParameter parameter, string value) =>
        value.Equals(parameter.Default, StringComparison.OrdinalIgnoreCase)
            ? $"{value} (the server's default). {parameter.Description}"
            : $"{value}. {parameter.Description}";
}
