namespace Apimart.Video.Journal;

/// <summary>
/// The one place that appends. What is asked for while a write is under way is written together next, so that parallel submits do
/// not stand in line for it. What could not be written is kept, here and in a second place, and goes first with the next that can be.
/// </summary>
internal abstract class AppendQueue : IDisposable
{
    private static readonly TimeSpan s_retryInterval = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly object _gate = new();
    private readonly List<JournalEntry> _owed = [];
    private List<PendingAppend> _waiting = [];
    private bool _running;
    private bool _retrying;
    private volatile bool _disposed;

    private protected AppendQueue(JournalSpool spool, TimeProvider time)
    {
        Spool = spool;
        _time = time;
    }

    /// <summary>The second place of what is owed.</summary>
    internal JournalSpool Spool { get; }

    /// <summary>Ends the attempts to write what is owed.</summary>
    public virtual void Dispose() => _disposed = true;

    /// <exception cref="Api.ApimartException">The journal cannot be written.</exception>
    internal Task<T> AppendAsync<T>(bool needsIndex, Func<JournalBatch, T> decide)
    {
        PendingAppend<T> pending = new(decide) { NeedsIndex = needsIndex };
        lock (_gate)
        {
            _waiting.Add(pending);
            if (!_running)
            {
                _running = true;
                _ = Task.Run(DrainAsync);
            }
        }

        return pending.Done;
    }

    /// <summary>Keeps an entry that could not be written, here and in a second place; it goes first with the next that can be.</summary>
    internal virtual void Owe(JournalEntry entry)
    {
        lock (_gate)
        {
            _owed.Add(entry);
            if (!_retrying)
            {
                _retrying = true;
                _ = RetryAsync();
            }
        }

        Spool.Keep(entry);
    }

    /// <summary>Writes what is owed, if anything is.</summary>
    /// <exception cref="Api.ApimartException">The journal still cannot be written.</exception>
    internal Task SettleAsync() => IsOwing ? AppendAsync(needsIndex: true, static _ => true) : Task.CompletedTask;

    private bool IsOwing
    {
        get
        {
            lock (_gate)
            {
                _retrying &= _owed.Count > 0;
                return _owed.Count > 0;
            }
        }
    }

    private async Task RetryAsync()
    {
        while (!_disposed && IsOwing)
        {
            await Task.Delay(s_retryInterval, _time).ConfigureAwait(false);
            try
            {
                await SettleAsync().ConfigureAwait(false);
            }
            catch (Api.ApimartException)
            {
                // Until it can.
            }
        }
    }

    private async Task DrainAsync()
    {
        while (TakeWaiting() is { } batch)
        {
            try
            {
                await CommitAsync(batch).ConfigureAwait(false);
                batch.ForEach(pending => pending.Complete());
            }
            catch (Exception fault)
            {
                Exception told = Tell(fault);
                batch.ForEach(pending => pending.Fail(told));
            }
        }
    }

    private List<PendingAppend>? TakeWaiting()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _running = false;
                return null;
            }

            List<PendingAppend> batch = _waiting;
            _waiting = [];
            return batch;
        }
    }

    /// <summary>Decides what is to be written, and writes it; returns when it lasts.</summary>
    private protected abstract Task CommitAsync(IReadOnlyList<PendingAppend> pending);

    /// <summary>What to tell those whose append failed.</summary>
    private protected abstract Exception Tell(Exception fault);

    /// <summary>Takes in what was owed, by this process or an earlier one, of the rows that this journal waits for an answer of.</summary>
    /// <returns>The files of the second place that hold nothing more than the journal will.</returns>
    private protected IReadOnlyList<SpoolFile> Absorb(JournalBatch batch, JournalIndex index)
    {
        List<SpoolFile> done = [];
        HashSet<(string? Key, string Kind, string? TaskId)> owedHere = OwedAnswers();
        foreach (SpoolFile file in Spool.Read())
        {
            bool all = true;
            foreach (JournalEntry entry in file.Entries)
            {
                JournalRow? row = entry.Key is { } key ? index.FindKey(key) : null;
                all &= row is not null;
                if (row is { Submit: RowState.Sending or RowState.Unknown } && !owedHere.Contains((entry.Key, entry.Kind, entry.TaskId)))
                {
                    batch.Add(entry);
                }
            }

            if (all)
            {
                done.Add(file);
            }
        }

        return done;
    }

    /// <summary>
    /// What is owed here is written from here, and not once more from the second place. Another answer to the same row may be worth an id.
    /// </summary>
    private HashSet<(string? Key, string Kind, string? TaskId)> OwedAnswers()
    {
        lock (_gate)
        {
            return [.. _owed.Select(entry => (entry.Key, entry.Kind, entry.TaskId))];
        }
    }

    private protected int AddOwed(JournalBatch batch)
    {
        lock (_gate)
        {
            _owed.ForEach(batch.AddAnswer);
            return _owed.Count;
        }
    }

    private protected void Settle(int count)
    {
        lock (_gate)
        {
            _owed.RemoveRange(0, count);
        }
    }
}
