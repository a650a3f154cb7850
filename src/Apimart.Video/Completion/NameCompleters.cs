using System.Collections;
using Apimart.Video.Api;
using Apimart.Video.Journal;
using Apimart.Video.Session;
using Apimart.Video.Simulator;

namespace Apimart.Video.Completion;

/// <summary>Completes model names; the tooltip says what the model is.</summary>
public sealed class ModelCompleter : ValueCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Values(string parameter, IDictionary bound) =>
        ApimartSession.GetCatalogue(key: null, address: null).Models.Select(model => (model.Name, model.Description));
}

/// <summary>Completes the names of batches from the journal.</summary>
public sealed class JobNameCompleter : ValueCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Values(string parameter, IDictionary bound) =>
        JournalWords.Read(journal => journal.JobNames()).Select(name => (name, $"The batch {name} of the journal."));
}

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

/// <summary>Completes a fault of the simulator part by part: the route, what goes wrong there, and how often.</summary>
public sealed class FaultCompleter : ValueCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Values(string parameter, IDictionary bound, string typed) =>
        SimulatorFault.Suggest(typed);

    private protected override IEnumerable<(string Value, string ToolTip)> Values(string parameter, IDictionary bound) => Values(parameter, bound, string.Empty);
}

/// <summary>What completion reads from the journal. A journal that cannot be read offers nothing.</summary>
internal static class JournalWords
{
    /// <summary>A person at the Tab key waits no longer for a database that does not answer.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    internal static IReadOnlyList<T> Read<T>(Func<ITaskJournal, IEnumerable<T>> read)
    {
        try
        {
            ITaskJournal journal = ApimartSession.GetJournal(ApimartSession.Resolve(key: null, address: null));
            Task<T[]> reading = Task.Run(() => read(journal).ToArray());
            return reading.Wait(s_patience) ? reading.Result : [];
        }
        catch (Exception unreadable) when (unreadable is ApimartException or ArgumentException or AggregateException { InnerException: ApimartException })
        {
            return [];
        }
    }
}
