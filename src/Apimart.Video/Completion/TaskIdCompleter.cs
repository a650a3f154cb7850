using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Apimart.Video.Tasks;

namespace Apimart.Video;

/// <summary>Completes task ids from the journal, the newest first; the tooltip shows the prompt and the state.</summary>
public sealed class TaskIdCompleter : IArgumentCompleter
{
    private const int Most = 100;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        CompletionWord.Complete(
            wordToComplete,
            JournalWords.Tasks()
                .Reverse()
                .Where(task => task.TaskId.Length > 0)
                .Select(task => (task.TaskId, $"{task.Status}: {task.Prompt}")))
            .Take(Most);
}
