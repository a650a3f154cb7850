namespace Apimart.Video.Journal;

/// <summary>
/// Adds entries to the database. What a decision comes to is tried as it is by the entries that are known here; the database refuses
/// it where another was faster, and then it is decided anew.
/// </summary>
internal sealed class DatabaseWriter : AppendQueue
{
    private readonly JournalDatabase _database;
    private readonly JournalIndex _index;
    private readonly EventMirror _mirror;
    private readonly DatabasePresence _presence;

    internal DatabaseWriter(JournalDatabase database, JournalIndex index, EventMirror mirror, DatabasePresence presence, TimeProvider time)
        : base(new JournalSpool(database.Address), time)
    {
        _database = database;
        _index = index;
        _mirror = mirror;
        _presence = presence;
    }

    /// <summary>How far the database's clock is ahead of this machine's.</summary>
    internal TimeSpan Ahead { get; private set; }

    /// <summary>Brings the index up to date.</summary>
    /// <param name="onlyLooks">Whether nothing will be added by what is read.</param>
    internal void CatchUp(bool onlyLooks)
    {
        (long generation, long seq) = Known();
        Take(_database.ReadNews(generation, seq, onlyLooks));
    }

    private protected override Task CommitAsync(IReadOnlyList<PendingAppend> pending)
    {
        IReadOnlyList<PendingAppend> open = pending;
        bool first = true;
        while (open.Count > 0)
        {
            CatchUp(onlyLooks: false);
            (List<EntryGroup> groups, int owed, IReadOnlyList<SpoolFile> absorbed) = Decide(open, first);
            first = false;
            if (groups.Count == 0)
            {
                break;
            }

            string entries = EntryJson.Of(groups, _mirror.SeqOf);
            HashSet<int> lost = [.. _presence.Signs.Show(() => _database.Append(_presence.Register(), _presence.Machine, entries))];
            Settle(owed);
            Spool.Forget(absorbed);
            open = [.. groups.Where((group, at) => lost.Contains(at) && group.Pending is not null).Select(group => group.Pending!)];
        }

        return Task.CompletedTask;
    }

    private protected override Exception Tell(Exception fault) => fault;

    private (long Generation, long Seq) Known()
    {
        lock (_index)
        {
            return (_mirror.Generation, _mirror.Seq);
        }
    }

    private void Take(JournalNews news)
    {
        lock (_index)
        {
            _presence.Living = news.Living;
            _presence.KeepTo(news.DeadAfter);
            Ahead = news.Clock - DateTimeOffset.UtcNow;
            _mirror.Take(news);
        }
    }

    private (List<EntryGroup> Groups, int Owed, IReadOnlyList<SpoolFile> Absorbed) Decide(IReadOnlyList<PendingAppend> pending, bool withOwed)
    {
        lock (_index)
        {
            List<EntryGroup> groups = [];
            int owed = 0;
            IReadOnlyList<SpoolFile> absorbed = [];
            if (withOwed)
            {
                EntryGroup debts = new(_index);
                owed = AddOwed(debts);
                absorbed = Absorb(debts, _index);
                groups.Add(debts);
            }

            foreach (PendingAppend append in pending)
            {
                EntryGroup group = new(_index, append);
                append.Decide(group);
                groups.Add(group);
            }

            groups.RemoveAll(group => group.Entries.Count == 0);
            return (groups, owed, absorbed);
        }
    }
}
