using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using Apimart.Video.Models;

namespace Apimart.Video.Completion;

/// <summary>Makes completion results out of values, in the quotes that the user began or the value needs.</summary>
internal static class CompletionWord
{
    internal static IEnumerable<CompletionResult> Complete(string? word, IEnumerable<(string Value, string ToolTip)> values)
    {
        string typed = word ?? string.Empty;
        char quote = typed.Length > 0 && typed[0] is '\'' or '"' ? typed[0] : '\0';
        string start = typed.Trim('\'', '"');
        return values
            .Where(item => item.Value.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            .Select(item => new CompletionResult(
                Quote(item.Value, quote),
                item.Value,
                CompletionResultType.ParameterValue,
                item.ToolTip.Length > 0 ? item.ToolTip : item.Value));
    }

    /// <summary>Completes a number of a range. Where nothing of the range begins as what is typed, that stays if it lies within, and else all is offered.</summary>
    internal static IEnumerable<CompletionResult> CompleteNumber(string? word, decimal least, decimal most, bool whole, Func<string, string> describe, params string[] others)
    {
        (string Value, string ToolTip)[] offered =
        [
            .. NumberSteps.Of(least, most, whole).Select(NumberSteps.Text).Union(others)
                .OrderBy(value => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : decimal.MaxValue)
                .Select(value => (value, describe(value))),
        ];
        CompletionResult[] begun = [.. Complete(word, offered)];
        return begun.Length > 0 ? begun
            : NumberText.TryRead((word ?? string.Empty).Trim(), out decimal typed) && typed >= least && typed <= most && !(whole && typed % 1 != 0)
                ? Complete(word, [(word!.Trim(), describe(word.Trim()))])
                : Complete(string.Empty, offered);
    }

    private static string Quote(string value, char quote) => quote switch
    {
        '"' => $"\"{value.Replace("`", "``", StringComparison.Ordinal).Replace("\"", "`\"", StringComparison.Ordinal).Replace("$", "`$", StringComparison.Ordinal)}\"",
        '\'' => $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'",
        _ when value.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or ':' or '/') && value.Length > 0 => value,
        _ => $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'",
    };
}
