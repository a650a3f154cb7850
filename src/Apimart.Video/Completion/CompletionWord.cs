using System.Management.Automation;
using System.Management.Automation.Language;

namespace Apimart.Video;

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

    private static string Quote(string value, char quote) => quote switch
    {
        '"' => $"\"{value.Replace("`", "``", StringComparison.Ordinal).Replace("\"", "`\"", StringComparison.Ordinal).Replace("$", "`$", StringComparison.Ordinal)}\"",
        '\'' => $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'",
        _ when value.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or ':' or '/') && value.Length > 0 => value,
        _ => $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'",
    };
}
