using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Apimart.Video.Completion;

/// <summary>Completes an argument from a list of values, each with a tooltip.</summary>
public abstract class ValueCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        CompletionWord.Complete(wordToComplete, Values(parameterName, fakeBoundParameters, (wordToComplete ?? string.Empty).Trim('\'', '"')));

    /// <summary>All values that the parameter can have, with their tooltips; those that fit what is typed are offered.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="bound">The parameters that stand on the line already.</param>
    private protected abstract IEnumerable<(string Value, string ToolTip)> Values(string parameter, IDictionary bound);

    /// <summary>The values where what can follow depends on what is typed.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="bound">The parameters that stand on the line already.</param>
    /// <param name="typed">What is typed of the value, without quotes.</param>
    private protected virtual IEnumerable<(string Value, string ToolTip)> Values(string parameter, IDictionary bound, string typed) => Values(parameter, bound);
}
