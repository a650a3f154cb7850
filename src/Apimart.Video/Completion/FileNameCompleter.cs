using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Apimart.Video.Models;

namespace Apimart.Video.Completion;

/// <summary>Completes the tokens of a file name template after an opening brace.</summary>
public sealed class FileNameCompleter : IArgumentCompleter
{
    private static readonly (string Token, string ToolTip)[] s_tokens =
    [
        ("{TaskId}", "The task's id."),
        ("{ShortId}", "The end of the task's id."),
        ("{Model}", "The model."),
        ("{JobName}", "The batch the task belongs to."),
        ("{Prompt:40}", "The first 40 characters of the prompt."),
        ("{n:000}", "The order of arrival, with three digits."),
        ("{row:000}", "The row's place in the input, with three digits."),
        ("{take}", "Which video of its row it is."),
        ("{index}", "The video's number within its task."),
        ("{Date:yyyy-MM-dd}", "The day the task was created."),
        ("{Duration}", "The length in seconds, as it was asked for."),
        ("{AspectRatio}", "The shape, as it was asked for."),
        ("{Resolution}", "The resolution, as it was asked for."),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string typed = (wordToComplete ?? string.Empty).Trim('\'', '"');
        int brace = typed.LastIndexOf('{');
        bool inside = brace >= 0 && !typed[brace..].Contains('}', StringComparison.Ordinal);
        string before = inside ? typed[..brace] : typed;
        string begun = inside ? typed[brace..] : string.Empty;
        return s_tokens
            .Where(item => item.Token.StartsWith(begun, StringComparison.OrdinalIgnoreCase))
            .Select(item => new CompletionResult(
                $"'{CodeGeneration.EscapeSingleQuotedStringContent(before + item.Token)}'",
                item.Token,
                CompletionResultType.ParameterValue,
                item.ToolTip));
    }
}
