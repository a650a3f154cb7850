using Microsoft.Win32.SafeHandles;

namespace Apimart.Video.Journal;

/// <summary>A journal that many machines share, in a PostgreSQL database. Its entries are the same as those of a folder's file.</summary>
internal sealed class PostgreSqlJournal : EntryJournal
{
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(2);

    private readonly JournalDatabase _database;
    private readonly EventMirror _mirror;
    private readonly DatabasePresence _presence;
    private readonly DatabaseWriter _writer;
    private readonly TimeProvider _time;

    internal PostgreSqlJournal(JournalDatabase database, Uri? server, TimeProvider time)
        : this(database, new JournalIndex(), server, time)
    {
    }

    private PostgreSqlJournal(JournalDatabase database, JournalIndex index, Uri? server, TimeProvider time)
        : this(database, index, new EventMirror(index), new DatabasePresence(database, time), server, time)
    {
    }

    private PostgreSqlJournal(JournalDatabase database, JournalIndex index, EventMirror mirror, DatabasePresence presence, Uri? server, TimeProvider time)
        : this(database, index, mirror, presence, new DatabaseWriter(database, index, mirror, presence, time), server, time)
    {
    }

    private PostgreSqlJournal(
        JournalDatabase database,
        JournalIndex index,
        EventMirror mirror,
        DatabasePresence presence,
        DatabaseWriter writer,
        Uri? server,
        TimeProvider time)
        : base(server, time, index, presence, writer, mirror.Lend)
    {
        _database = database;
        _mirror = mirror;
        _presence = presence;
        _writer = writer;
        _time = time;
        Ledger = new DatabaseLedger(database, Server, () => Read(_ => mirror.Seq));
    }

    /// <inheritdoc/>
    public override string Path => _database.Address;

    /// <inheritdoc/>
    internal override string Machine
    {
        get => _presence.Machine;
        set => _presence.Machine = value;
    }

    internal JournalDatabase Database => _database;

    internal DatabasePresence Presence => _presence;

    /// <inheritdoc/>
    private protected override string MendingAdvice => DatabaseErrors.Mending;

    /// <inheritdoc/>
    private protected override IJobLedger? Ledger { get; }

    /// <inheritdoc/>
    private protected override long Length => Read(_ => _mirror.Length);

    /// <inheritdoc/>
    private protected override DateTimeOffset Now => ReferenceEquals(_time, TimeProvider.System) ? _time.GetUtcNow() + _writer.Ahead : _time.GetUtcNow();

    /// <summary>A line of a database is as it was committed, and there is none to leave out. What cannot be read stays, and is told.</summary>
    public override Task<JournalRepair> RepairAsync() => Task.FromResult(new JournalRepair { Path = Path });

    /// <inheritdoc/>
    public override void Dispose()
    {
        // A farewell is worth no long wait: silence says the same a minute later.
        _database.Patience = s_farewell;
        base.Dispose();
        _database.Dispose();
        lock (Index)
        {
            _mirror.Dispose();
        }
    }

    /// <inheritdoc/>
    private protected override void Prepare()
    {
    }

    /// <inheritdoc/>
    private protected override void RequireLocks()
    {
    }

    /// <inheritdoc/>
    private protected override JournalEntry Signed(JournalEntry entry) => entry with { Writer = _presence.Register() };

    /// <inheritdoc/>
    private protected override ClaimDeadline BeginClaim() => _presence.Signs.Begin();

    /// <inheritdoc/>
    private protected override Task<string?> WorkOnAsync(string key) =>
        Task.Run(() => SavedElsewhere(key) ?? _database.WorkOn(key, _presence.Register(), Machine));

    /// <summary>The other machine that has all files of a row, so that not every machine fetches them once more.</summary>
    private string? SavedElsewhere(string key) => Read(file =>
        Index.FindKey(key) is { Saved: not null } row
        && JournalTasks.Restore(row, file) is { Machine: { } machine } task
        && machine != Machine
        && task.SavedFiles.Count >= task.Videos.Count
            ? machine
            : null);

    /// <inheritdoc/>
    private protected override T? Read<T>(Func<SafeFileHandle, T> look)
        where T : default
    {
        _writer.CatchUp(onlyLooks: true);
        lock (Index)
        {
            return look(_mirror.Handle);
        }
    }

    /// <inheritdoc/>
    private protected override Task<T> AloneAsync<T>(Func<T> work) => Task.Run(() =>
    {
        while (true)
        {
            try
            {
                return work();
            }
            catch (EntriesChangedException)
            {
                // Another added an entry between the look and the rewriting.
            }
        }
    });

    /// <inheritdoc/>
    private protected override void Rewrite(JournalFold fold)
    {
        (long seq, long generation) = (_mirror.Seq, _mirror.Generation);
        if (!_database.Rewrite(seq, generation, EntryJson.Of(fold)))
        {
            throw new EntriesChangedException();
        }
    }

    private sealed class EntriesChangedException : Exception;
}
