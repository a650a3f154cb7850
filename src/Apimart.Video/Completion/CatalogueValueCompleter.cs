using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using Apimart.Video.Models;
using Apimart.Video.Session;

namespace Apimart.Video.Completion;

/// <summary>
/// Completes a dynamic parameter's values: those that the model takes, or the ends of its range and a step. The tooltip tells the server's
/// default and what the parameter does.
/// </summary>
public sealed class CatalogueValueCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        object? given = fakeBoundParameters["Model"];
        string[] models = given is null ? [] : [.. LanguagePrimitives.ConvertTo<string[]>(given)];
        VideoModelParameter[] known =
        [
            .. ApimartSession.GetCatalogue(key: null, address: null).Models
                .Where(model => models.Length == 0 || models.Any(model.IsNamed))
                .Select(model => model.FindParameter(parameterName))
                .OfType<VideoModelParameter>(),
        ];
        return known.Any(parameter => !parameter.SuggestedValues.IsEmpty)
            ? CompletionWord.Complete(
                wordToComplete,
                known.SelectMany(parameter => parameter.SuggestedValues.Select(value => (Value: value, ToolTip: Describe(parameter, value)))).DistinctBy(item => item.Value))
            : CompleteRange(wordToComplete, [.. known.Where(parameter => parameter is { Minimum: not null, Maximum: not null })]);
    }

    private static IEnumerable<CompletionResult> CompleteRange(string? word, VideoModelParameter[] known) => known.Length == 0
        ? []
        : CompletionWord.CompleteNumber(
            word,
            (decimal)known.Min(parameter => parameter.Minimum!.Value),
            (decimal)known.Max(parameter => parameter.Maximum!.Value),
            whole: known[0].Type == ParameterType.Integer,
            value => Describe(known[0], value),
            [.. known.Select(parameter => parameter.Default).OfType<string>(), .. known.SelectMany(Excepted)]);

    private static IEnumerable<string> Excepted(VideoModelParameter parameter) => parameter.Rules.OfType<RangeRule>()
        .Select(rule => rule.Except)
        .OfType<double>()
        .Select(value => value.ToString(CultureInfo.InvariantCulture));

    private static string Describe(VideoModelParameter parameter, string value) =>
        value.Equals(parameter.Default, StringComparison.OrdinalIgnoreCase)
            ? $"{value} (the server's default). {parameter.Description}"
            : $"{value}. {parameter.Description}";
}
