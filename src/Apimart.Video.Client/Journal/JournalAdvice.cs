using Apimart.Video.Tasks;

namespace Apimart.Video.Journal;

/// <summary>
/// The journal after payment: waiting and saving go on without whatever it cannot tell or keep. The first time that it fails is
/// told, once.
/// </summary>
internal sealed class JournalAdvice : IDurationHistory
{
    private readonly Func<ITaskJournal> _journal;
    private readonly Action<string> _warn;
    private int _warned;

    /// <param name="journal">Gives the journal.</param>
    /// <param name="warn">Told once, for a person; may be called on any thread.</param>
    public JournalAdvice(Func<ITaskJournal> journal, Action<string> warn)
    {
        _journal = journal;
        _warn = warn;
    }

    /// <summary>A task as it was last recorded; null where the journal does not know it or cannot tell.</summary>
    public ApimartTask? Find(string taskId) => Try(journal => journal.Find(taskId));

    /// <summary>The task that a file was saved for; null where the journal does not know it or cannot tell.</summary>
    public string? OwnerOf(string path) => Try(journal => journal.OwnerOf(path));

    /// <summary>The files that a task's videos were saved to; none where the journal does not know them or cannot tell.</summary>
    public IReadOnlyList<SavedFile> SavedOf(string taskId) => Try(journal => journal.SavedOf(taskId)) ?? [];

    /// <inheritdoc/>
    public IReadOnlyList<PastTask> NewestOf(IReadOnlyCollection<string> models, int most) =>
        Try(journal => journal.NewestOf(models, most)) ?? [];

    /// <summary>Records a saved file, if that can be done.</summary>
    public async Task RecordSavedAsync(string taskId, SavedFile file)
    {
        try
        {
            await _journal().RecordSavedAsync(taskId, file).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            Warn(fault);
        }
    }

    private T? Try<T>(Func<ITaskJournal, T?> ask)
    {
        try
        {
            return ask(_journal());
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            Warn(fault);
            return default;
        }
    }

    private void Warn(Exception fault)
    {
        if (Interlocked.Exchange(ref _warned, 1) == 0)
        {
            _warn($"{fault.Message} The work goes on without it.");
        }
    }
}
