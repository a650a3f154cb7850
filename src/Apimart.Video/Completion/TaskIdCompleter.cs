using System.Collections;
using Apimart.Video.Journal;

namespace Apimart.Video;

/// <summary>Completes the ids of recent tasks from the journal, the newest first; the tooltip shows the state and the prompt.</summary>
public sealed class TaskIdCompleter : ValueCompleter
{
    /// <summary>The server keeps a task for several days.</summary>
    private static readonly TimeSpan s_recent = TimeSpan.FromDays(14);

    private protected override IEnumerable<(string Value, string ToolTip)> Values(string parameter, IDictionary bound) =>
        JournalWords.Read(journal => journal.Query(new JournalQuery { Since = DateTimeOffset.UtcNow - s_recent }))
            .Reverse()
            .Where(task => task.TaskId.Length > 0)
            .Select(task => (task.TaskId, $"{task.Status}: {task.Prompt}"));
}
