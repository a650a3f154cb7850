using System.Collections;

namespace Apimart.Video;

/// <summary>Completes the names of batches from the journal.</summary>
public sealed class JobNameCompleter : ValueCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Values(string parameter, IDictionary bound) =>
        JournalWords.Read(journal => journal.JobNames()).Select(name => (name, $"The batch {name} of the journal."));
}
