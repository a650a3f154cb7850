using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using Apimart.Video.Tasks;

namespace Apimart.Video;

/// <summary>Completes the names of batches from the journal, the newest first; the tooltip counts their tasks.</summary>
public sealed class JobNameCompleter : IArgumentCompleter
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
            JournalWords.Tasks()
                .Where(task => task.JobName is not null)
                .GroupBy(task => task.JobName!, StringComparer.Ordinal)
                .Reverse()
                .Select(job => (job.Key, Describe(job))));

    private static string Describe(IEnumerable<ApimartTask> job)
    {
        ApimartTask[] tasks = [.. job];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{tasks.Length} tasks, {tasks.Count(task => task.IsEnded)} ended, the first of {tasks[0].CreatedAt?.LocalDateTime:yyyy-MM-dd HH:mm}");
    }
}
