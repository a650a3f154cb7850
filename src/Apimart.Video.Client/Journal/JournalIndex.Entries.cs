using Apimart.Video.Tasks;

namespace Apimart.Video.Journal;

/// <summary>What each kind of entry does to the rows.</summary>
internal sealed partial class JournalIndex
{
    /// <summary>A key stands for one row: an intent that a dying writer got out whole may be followed by the next one's.</summary>
    private void AddIntent(LineSpan span)
    {
        if (Row() is { } known)
        {
            if (known.Submit != RowState.Accepted)
            {
                known.Submit = RowState.Sending;
                known.Writer = _scan.Writer;
            }

            return;
        }

        JournalRow row = new()
        {
            Key = _scan.Key,
            Job = _scan.Job,
            Server = _scan.Server,
            Digest = _scan.Digest,
            Model = _scan.Model,
            Occurrence = _scan.Occurrence,
            Take = _scan.Take,
            Attempt = _scan.Attempt,
            Time = _scan.Time,
            Writer = _scan.Writer,
            Intent = span,
        };
        _rows.Add(row);
        _byKey[row.Key!] = row;
        if (row.Identity is { } identity)
        {
            _jobs.Add((identity.Server, identity.Job));
            Chain(row, identity);
        }
    }

    /// <summary>A row that was refused here stands until it is told that it no longer is.</summary>
    private void AddUnsent(LineSpan span)
    {
        JournalRow? row = Row();
        if (row is null)
        {
            row = new JournalRow
            {
                Key = _scan.Key,
                Job = _scan.Job,
                Server = _scan.Server,
                Digest = _scan.Digest,
                Occurrence = _scan.Occurrence,
                Submit = RowState.Free,
                WasRefusedHere = true,
            };
            _byKey[row.Key!] = row;
        }
        else
        {
            _rows.Remove(row);
        }

        _rows.Add(row);
        row.Model = _scan.Model;
        row.Number = _scan.RowNumber;
        row.Time = _scan.Time;
        row.Intent = row.Answer = span;
        row.IsCorrected = _scan.Status != ApimartTaskStatus.Refused;
        _refused.Take(row);
    }

    /// <summary>Attempts are ordered by their number; where a journal of the first version gives none, by their lines.</summary>
    private void Chain(JournalRow row, RowIdentity identity)
    {
        JournalRow? later = null;
        JournalRow? former = FindLast(identity);
        while (former?.Attempt > row.Attempt)
        {
            later = former;
            former = former.Former;
        }

        row.Former = former;
        row.IsOneOfSeveral = former is not null || later is not null;
        if (former is not null)
        {
            former.IsOneOfSeveral = true;
        }

        if (later is null)
        {
            _byIdentity[identity] = row;
        }
        else
        {
            later.Former = row;
            later.IsOneOfSeveral = true;
        }
    }

    /// <summary>Whether a row that has its task was accepted as a second one, as two machines bring about that knew nothing of each other.</summary>
    private bool IsAnother(JournalRow row) =>
        row.Submit == RowState.Accepted && row.TaskId is not null && row.TaskId != _scan.TaskId;

    /// <summary>The second task is paid for as well: it is listed beside the first, for which the row stands.</summary>
    private JournalRow Another(JournalRow row)
    {
        JournalRow another = new()
        {
            Key = row.Key,
            Job = row.Job,
            Server = row.Server,
            Digest = row.Digest,
            Model = row.Model,
            Occurrence = row.Occurrence,
            Take = row.Take,
            Attempt = row.Attempt,
            Time = row.Time,
            Intent = row.Intent,
        };
        _rows.Add(another);
        return another;
    }

    private void Accept(JournalRow row, LineSpan span)
    {
        row.Submit = RowState.Accepted;
        row.Answer = span;
        row.TaskId = _scan.TaskId;
        row.Status = ApimartTaskStatus.Submitted;
        row.Created = _scan.Created ?? _scan.Time;
        _byTask[row.TaskId!] = row;
    }

    /// <summary>A task that an answer named beside a fault; whether it exists is another question.</summary>
    private void Name(JournalRow row)
    {
        if (_scan.TaskId is { } id && row.TaskId is null)
        {
            row.TaskId = id;
            _byTask.TryAdd(id, row);
        }
    }

    private void SetState(JournalRow row, LineSpan span)
    {
        row.Submit = RowState.Accepted;
        row.LastState = span;
        row.Status = _scan.Status;
        row.Model ??= _scan.Model;
        row.Created = _scan.Created ?? row.Created;
        row.Duration = _scan.Actual is { } seconds
            ? TimeSpan.FromSeconds(seconds)
            : _scan.Completed - row.Created;
    }

    private JournalRow? Row() => _scan.Key is { } key ? _byKey.GetValueOrDefault(key) : null;

    /// <summary>A task that was submitted elsewhere has a row too, from the first time it was seen.</summary>
    private JournalRow RowOfTask()
    {
        if (!_byTask.TryGetValue(_scan.TaskId!, out JournalRow? row))
        {
            row = new JournalRow { TaskId = _scan.TaskId, Server = _scan.Server, Submit = RowState.Accepted, Time = _scan.Time };
            _byTask.Add(row.TaskId!, row);
            _rows.Add(row);
        }

        return row;
    }
}
