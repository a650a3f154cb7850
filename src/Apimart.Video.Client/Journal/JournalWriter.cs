using Microsoft.Win32.SafeHandles;

namespace Apimart.Video.Journal;

/// <summary>
/// The one place that appends. What is asked for while a write is under way is written together next, with one lock and one
/// flush, so that parallel submits do not stand in line for the disk.
/// </summary>
internal sealed class JournalWriter : IDisposable
{
    private static readonly TimeSpan s_retryInterval = TimeSpan.FromSeconds(5);

    private readonly JournalFolder _folder;
    private readonly JournalFile _file;
    private readonly JournalIndex _index;
    private readonly TimeProvider _time;
    private readonly object _gate = new();
    private readonly List<JournalEntry> _owed = [];
    private List<PendingAppend> _waiting = [];
    private bool _running;
    private readonly JournalSpool _spool;
    private IReadOnlyList<string> _absorbed = [];
    private bool _created;
    private bool _retrying;
    private volatile bool _disposed;

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
        _spool = new JournalSpool(folder);
    }

    /// <summary>The second place of what is owed.</summary>
    internal JournalSpool Spool => _spool;

    /// <summary>Ends the attempts to write what is owed.</summary>
    public void Dispose() => _disposed = true;

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

    /// <summary>Does something that must not meet an append, by this process or by another.</summary>
    /// <exception cref="Api.ApimartException">The journal cannot be written.</exception>
    internal async Task<T> AloneAsync<T>(Func<T> work)
    {
        _folder.RequireOneMachine();
        try
        {
            _folder.Create();
            using FileStream held = await JournalLock.TakeAsync(_folder.Lock, _time).ConfigureAwait(false);
            return work();
        }
        catch (Exception fault) when (JournalErrors.IsStorageFault(fault))
        {
            throw JournalErrors.Unavailable(_folder.Entries, fault);
        }
    }

    /// <summary>Keeps an entry that could not be written, here and in a second place; it goes first with the next that can be.</summary>
    internal void Owe(JournalEntry entry)
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

        _spool.Keep(entry);
        _file.Passed(JournalPoint.OwedKept, []);
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
        using FileStream journal = await JournalLock.OpenAsync(_folder.Entries, _file.OpenToAppend, _time).ConfigureAwait(false);
        JournalBatch? written = Write(pending, journal);

        // What another process appends may go to the disk with ours: the lock is for the order of lines, not for the flush.
        await held.DisposeAsync().ConfigureAwait(false);
        if (written is not null)
        {
            _file.FlushToDisk(journal.SafeFileHandle);
            _file.Passed(JournalPoint.LinesOnDisk, written.Kinds);
            if (_absorbed.Count > 0)
            {
                _spool.Forget(_absorbed);
                _file.Passed(JournalPoint.OwedForgotten, []);
            }
        }
    }

    /// <returns>What was written; null where there was nothing to write.</returns>
    private JournalBatch? Write(List<PendingAppend> pending, FileStream journal)
    {
        lock (_index)
        {
            try
            {
                bool indexed = pending.Exists(append => append.NeedsIndex);
                if (indexed)
                {
                    JournalFile.CatchUp(_index, journal.SafeFileHandle, _file.Snapshot);
                }

                long length = RandomAccess.GetLength(journal.SafeFileHandle);
                JournalBatch batch = NewBatch(journal.SafeFileHandle, indexed, length);
                int owed = AddOwed(batch);
                _absorbed = indexed ? Absorb(batch) : [];
                pending.ForEach(append => append.Decide(batch));
                if (batch.Bytes.IsEmpty)
                {
                    return null;
                }

                _file.Passed(JournalPoint.LinesMade, batch.Kinds);
                _file.Write(journal.SafeFileHandle, batch.Bytes, length);
                _file.Passed(JournalPoint.LinesWritten, batch.Kinds);
                Settle(owed);
                return batch;
            }
            catch
            {
                // It may hold lines by now that never reached the file.
                _index.Clear();
                throw;
            }
        }
    }

    private JournalBatch NewBatch(SafeFileHandle file, bool indexed, long length)
    {
        long start = JournalFile.EndsTorn(file, length) ? JournalFile.StartOfTorn(file, length) : length;
        byte[] tail = JournalFile.Read(file, new LineSpan(start, (int)(length - start)));
        return new JournalBatch(_index, indexed, length, JournalFile.SealBefore(file, start), tail);
    }

    /// <summary>Takes in what was owed, by this process or an earlier one, of the rows that this journal waits for an answer of.</summary>
    /// <returns>The files of the second place that hold nothing more than the journal will.</returns>
    private IReadOnlyList<string> Absorb(JournalBatch batch)
    {
        List<string> done = [];
        foreach ((string file, JournalEntry[] entries) in _spool.Read())
        {
            bool all = true;
            foreach (JournalEntry entry in entries)
            {
                JournalRow? row = entry.Key is { } key ? _index.FindKey(key) : null;
                all &= row is not null;
                if (row is { Submit: RowState.Sending or RowState.Unknown })
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

    private int AddOwed(JournalBatch batch)
    {
        lock (_gate)
        {
            _owed.ForEach(batch.AddAnswer);
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
