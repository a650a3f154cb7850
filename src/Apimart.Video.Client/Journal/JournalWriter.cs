namespace Apimart.Video.Journal;

/// <summary>
/// The one place that appends. What is asked for while a write is under way is written together next, with one lock and one
/// flush, so that parallel submits do not stand in line for the disk.
/// </summary>
internal sealed class JournalWriter
{
    private readonly JournalFolder _folder;
    private readonly JournalFile _file;
    private readonly JournalIndex _index;
    private readonly TimeProvider _time;
    private readonly object _gate = new();
    private readonly List<JournalEntry> _owed = [];
    private List<PendingAppend> _waiting = [];
    private bool _running;
    private bool _created;

    /// <param name="folder">Where to write.</param>
    /// <param name="file">What to write to.</param>
    /// <param name="index">The index, which is also the object that guards itself.</param>
    /// <param name="time">Where time comes from.</param>
    internal JournalWriter(JournalFolder folder, JournalFile file, JournalIndex index, TimeProvider time)
    {
        _folder = folder;
        _file = file;
        _index = index;
        _time = time;
    }

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

    /// <summary>Keeps an entry that could not be written, to go first with the next that can.</summary>
    internal void Owe(JournalEntry entry)
    {
        lock (_gate)
        {
            _owed.Add(entry);
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
                _created = false;
                Exception told = JournalErrors.IsStorageFault(fault) ? JournalErrors.Unavailable(_folder.Entries, fault) : fault;
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

    private async Task CommitAsync(List<PendingAppend> pending)
    {
        if (!_created)
        {
            _folder.Create();
            _created = true;
        }

        using FileStream held = await JournalLock.TakeAsync(_folder.Lock, _time).ConfigureAwait(false);
        using FileStream journal = _file.OpenToAppend();
        bool written = Write(pending, journal);

        // What another process appends may go to the disk with ours: the lock is for the order of lines, not for the flush.
        await held.DisposeAsync().ConfigureAwait(false);
        if (written)
        {
            RandomAccess.FlushToDisk(journal.SafeFileHandle);
        }
    }

    private bool Write(List<PendingAppend> pending, FileStream journal)
    {
        lock (_index)
        {
            try
            {
                bool indexed = pending.Exists(append => append.NeedsIndex);
                if (indexed)
                {
                    JournalFile.CatchUp(_index, journal.SafeFileHandle);
                }

                long length = RandomAccess.GetLength(journal.SafeFileHandle);
                JournalBatch batch = new(_index, indexed, length, JournalFile.EndsTorn(journal.SafeFileHandle, length));
                int owed = AddOwed(batch);
                pending.ForEach(append => append.Decide(batch));
                if (batch.Bytes.IsEmpty)
                {
                    return false;
                }

                _file.Write(journal.SafeFileHandle, batch.Bytes, length);
                Settle(owed);
                return true;
            }
            catch
            {
                // It may hold lines by now that never reached the file.
                _index.Clear();
                throw;
            }
        }
    }

    private int AddOwed(JournalBatch batch)
    {
        lock (_gate)
        {
            _owed.ForEach(batch.Add);
            return _owed.Count;
        }
    }

    private void Settle(int count)
    {
        lock (_gate)
        {
            _owed.RemoveRange(0, count);
        }
    }
}
