namespace Apimart.Video.Journal;

/// <summary>
/// All that journals tell of one key. Facts are only ever added, and each way of adding them is commutative, so that any order of
/// journals, and any number of times, comes to the same. A task that was accepted is never dropped, nor is one that was named.
/// </summary>
internal sealed class RowFold
{
    private readonly SortedDictionary<SendId, SendFold> _sends = [];
    private readonly SortedDictionary<string, JournalEntry> _accepted = new(StringComparer.Ordinal);

    internal RowFold(JournalEntry intent)
    {
        Intent = intent;
        Send(SendId.Of(intent));
    }

    /// <summary>What was asked for.</summary>
    internal JournalEntry Intent { get; private set; }

    /// <summary>When it was first sent.</summary>
    internal DateTimeOffset Time => _sends.Keys.First().Time;

    internal string Key => Intent.Key!;

    /// <summary>The tasks that it was accepted as: one, unless machines that knew nothing of each other sent it.</summary>
    internal IReadOnlyCollection<string> Accepted => _accepted.Keys;

    /// <summary>The tasks that were accepted, and those that an answer named beside a fault.</summary>
    internal IEnumerable<string> TaskIds => _accepted.Keys.Concat(Named().Select(answer => answer.TaskId!)).Distinct();

    internal void AddIntent(JournalEntry intent)
    {
        Intent = Intent with
        {
            Job = FoldOrder.Least(Intent.Job, intent.Job),
            Server = FoldOrder.Least(Intent.Server, intent.Server),
            Digest = FoldOrder.Least(Intent.Digest, intent.Digest),
            Occurrence = Math.Max(Intent.Occurrence, intent.Occurrence),
            Take = FoldOrder.Least(Intent.Take, intent.Take),
            Attempt = Math.Max(Intent.Attempt, intent.Attempt),
            Model = FoldOrder.Least(Intent.Model, intent.Model),
            Prompt = FoldOrder.Longest(Intent.Prompt, intent.Prompt),
            Machine = FoldOrder.Least(Intent.Machine, intent.Machine),
            RowNumber = FoldOrder.Least(Intent.RowNumber, intent.RowNumber),
            Row = FoldOrder.Columns(Intent.Row, intent.Row),
            Cells = FoldOrder.Cells(Intent.Cells, intent.Cells),
            Route = FoldOrder.Least(Intent.Route, intent.Route),
            Body = FoldOrder.Longest(Intent.Body, intent.Body),
        };
        Send(SendId.Of(intent));
    }

    internal SendFold Send(SendId id)
    {
        if (!_sends.TryGetValue(id, out SendFold? send))
        {
            _sends.Add(id, send = new SendFold());
        }

        return send;
    }

    internal void Accept(JournalEntry entry) => FoldOrder.KeepEarliest(_accepted, entry.TaskId!, entry);

    internal void Join(RowFold other)
    {
        AddIntent(other.Intent);
        foreach ((SendId id, SendFold send) in other._sends)
        {
            Send(id).Join(send);
        }

        foreach (JournalEntry entry in other._accepted.Values)
        {
            Accept(entry);
        }
    }

    internal void ReplaceBody(string body) => Intent = Intent with { Body = body, Cells = RowCells.DropPictures(Intent.Cells) };

    /// <summary>Whether two journals had it accepted as different tasks, each of them charged for.</summary>
    internal bool Conflicts(RowFold other) =>
        _accepted.Count > 0 && other._accepted.Count > 0 && _accepted.Keys.Union(other._accepted.Keys).Count() > 1;

    /// <summary>The row's lines; read from first to last they leave it in the state that all facts together give it.</summary>
    internal IEnumerable<JournalEntry> Lines() => _accepted.Count > 0 ? AcceptedLines() : SentLines();

    /// <summary>How often it was sent before it was accepted matters to nobody any more.</summary>
    private IEnumerable<JournalEntry> AcceptedLines() =>
    [
        Intent with { Time = Time, Writer = null },
        .. Named().Where(answer => !_accepted.ContainsKey(answer.TaskId!)),
        .. _accepted.Values.OrderBy(entry => entry.Time).ThenBy(entry => entry.TaskId, StringComparer.Ordinal),
    ];

    private IEnumerable<JournalEntry> SentLines()
    {
        foreach ((SendId id, SendFold send) in _sends)
        {
            yield return id.Equals(_sends.Keys.First()) ? Intent with { Time = id.Time, Writer = id.Writer } : Repeat(id);
            foreach (JournalEntry answer in send.Lines())
            {
                yield return answer;
            }
        }

        if (_sends.Last().Value.IsOpen || !_sends.Values.Any(send => send.IsOpen))
        {
            yield break;
        }

        // One that was refused says nothing of another that may have been accepted: the row ends with the one in doubt.
        (SendId doubtful, SendFold open) = _sends.Last(send => send.Value.IsOpen);
        yield return Repeat(doubtful);
        foreach (JournalEntry answer in open.Lines())
        {
            yield return answer;
        }
    }

    private IEnumerable<JournalEntry> Named()
    {
        SortedDictionary<string, JournalEntry> named = new(StringComparer.Ordinal);
        foreach (JournalEntry answer in _sends.Values.SelectMany(send => send.Open.Values).Where(answer => answer.TaskId is not null))
        {
            FoldOrder.KeepLatest(named, answer.TaskId!, answer);
        }

        return named.Values;
    }

    private JournalEntry Repeat(SendId id) => new()
    {
        Kind = JournalEntryKind.Repeat,
        Time = id.Time,
        Key = Key,
        Writer = id.Writer,
    };
}
