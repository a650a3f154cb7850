using System.Collections;
using System.Text.RegularExpressions;
using Apimart.Video.Text;

namespace Apimart.Video.Views;

/// <summary>
/// What the module's views show of texts: what a terminal would obey or a reader not see is made visible. The objects keep their
/// texts as they are.
/// </summary>
public static partial class TerminalText
{
    /// <summary>A value's text, or those of a list's values; null where there is no value.</summary>
    /// <param name="value">A text, a link, a list, or anything else that has a text.</param>
    public static object? Of(object? value) => value switch
    {
        null => null,
        string text => ForeignText.ToVisible(text),
        Uri link => ForeignText.ToVisible(link.OriginalString),
        System.Management.Automation.PSObject wrapped when wrapped.BaseObject is not System.Management.Automation.PSCustomObject => Of(wrapped.BaseObject),
        IEnumerable list => list.Cast<object?>().Select(Of).ToArray(),
        _ => ForeignText.ToVisible(value.ToString() ?? string.Empty),
    };

    /// <summary>A text on one line, with one blank for each run of blanks and line ends.</summary>
    /// <param name="text">The text.</param>
    public static string OnOneLine(string? text) => ForeignText.ToVisible(Blanks().Replace(text ?? string.Empty, " "));

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
