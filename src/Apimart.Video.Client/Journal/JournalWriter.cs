using Microsoft.Win32.SafeHandles;

namespace Apimart.Video.Journal;

/// <summary>The one place that appends to the file: what is written together has one lock and one flush.</summary>
internal sealed class JournalWriter : AppendQueue
{
    private readonly JournalFolder _folder;
    private readonly JournalFile _file;
    private readonly JournalIndex _index;
    private readonly TimeProvider _time;
    private IReadOnlyList<SpoolFile> _absorbed = [];
    private bool _created;

    /// <param name="folder">Where to write.</param>
    /// <param name="file">What to write to.</param>
    /// <param name="index">The index, which is also the object that guards itself.</param>
    /// <param name="time">Where time comes from.</param>
    internal JournalWriter(JournalFolder folder, JournalFile file, JournalIndex index, TimeProvider time)
        : base(new JournalSpool(folder.Root), time)
    {
        _folder = folder;
        _file = file;
        _index = index;
        _time = time;
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

    internal override void Owe(JournalEntry entry)
    {
        base.Owe(entry);
        _file.Passed(JournalPoint.OwedKept, []);
    }

    private protected override Exception Tell(Exception fault)
    {
        _created = false;
        return JournalErrors.IsStorageFault(fault) ? JournalErrors.Unavailable(_folder.Entries, fault) : fault;
    }

    private protected override async Task CommitAsync(IReadOnlyList<PendingAppend> pending)
    {
        if (!_created)
        {
            _folder.Create();
            _created = true;
        }

        using FileStream held = await JournalLock.TakeAsync(_folder.Lock, _time).ConfigureAwait(false);
        using FileStream journal = await JournalLock.OpenAsync(_folder.Entries, _file.OpenToAppend, _time).ConfigureAwait(false);
        FileBatch? written = Write(pending, journal);

        // What another process appends may go to the disk with ours: the lock is for the order of lines, not for the flush.
        await held.DisposeAsync().ConfigureAwait(false);
        if (written is not null)
        {
            _file.FlushToDisk(journal.SafeFileHandle);
            _file.Passed(JournalPoint.LinesOnDisk, written.Kinds);
            if (_absorbed.Count > 0)
            {
                Spool.Forget(_absorbed);
                _file.Passed(JournalPoint.OwedForgotten, []);
            }
        }
    }

    /// <returns>What was written; null where there was nothing to write.</returns>
    private FileBatch? Write(IReadOnlyList<PendingAppend> pending, FileStream journal)
    {
        lock (_index)
        {
            try
            {
                bool indexed = pending.Any(append => append.NeedsIndex);
                if (indexed)
                {
                    JournalFile.CatchUp(_index, journal.SafeFileHandle, _file.Snapshot);
                }

                long length = RandomAccess.GetLength(journal.SafeFileHandle);
                FileBatch batch = NewBatch(journal.SafeFileHandle, indexed, length);
                int owed = AddOwed(batch);
                _absorbed = indexed ? Absorb(batch, _index) : [];
                foreach (PendingAppend append in pending)
                {
                    append.Decide(batch);
                }

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

    private FileBatch NewBatch(SafeFileHandle file, bool indexed, long length)
    {
        long start = JournalFile.EndsTorn(file, length) ? JournalFile.StartOfTorn(file, length) : length;
        byte[] tail = JournalFile.Read(file, new LineSpan(start, (int)(length - start)));
        return new FileBatch(_index, indexed, length, JournalFile.SealBefore(file, start), tail);
    }
}
