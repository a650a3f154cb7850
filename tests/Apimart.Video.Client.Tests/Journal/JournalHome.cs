using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;

[assembly: AssemblyFixture(typeof(Apimart.Video.Client.Tests.Journal.PostgresEnd))]

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>Where the journal of a test lies, so that the same tests hold every kind of journal to its promises; and a folder for files.</summary>
internal abstract class JournalHome : IDisposable
{
    private readonly TempFolder _files = new();

    internal string Path => _files.Path;

    internal string this[string name] => _files[name];

    /// <summary>The journal, as another process would open it.</summary>
    internal abstract EntryJournal Open(Uri? server = null, TimeProvider? time = null);

    /// <summary>The journal's entries.</summary>
    internal abstract IReadOnlyList<string> Lines();

    /// <summary>How many writers show that they live.</summary>
    internal abstract int Writers();

    /// <summary>Leaves no entry behind; no journal may be in use.</summary>
    internal abstract void Clear();

    /// <summary>How many samples of a property are worth their time here.</summary>
    internal virtual int Samples(int inFolder) => inFolder;

    /// <summary>Lets nothing more be written until it is mended.</summary>
    internal abstract void Break(EntryJournal journal);

    internal abstract void Mend(EntryJournal journal);

    /// <summary>Puts entries where the journal's lie, as another journal has them.</summary>
    internal virtual async Task WriteAsync(IEnumerable<JournalEntry> entries)
    {
        History.Write(this["entries"], entries);
        using EntryJournal journal = Open();
        await journal.ImportAsync([JournalSource.Read(this["entries"])]);
    }

    public virtual void Dispose() => _files.Dispose();
}

/// <summary>In a folder.</summary>
internal sealed class FolderHome : JournalHome
{
    internal override EntryJournal Open(Uri? server = null, TimeProvider? time = null) => TaskJournal.Open(Path, server, time);

    internal override IReadOnlyList<string> Lines() => File.Exists(this["journal.jsonl"]) ? File.ReadAllLines(this["journal.jsonl"]) : [];

    internal override int Writers() => Directory.GetFiles(this["writers"], "*.lock").Length;

    internal override void Clear()
    {
        Directory.Delete(Path, recursive: true);
        Directory.CreateDirectory(Path);
    }

    internal override void Break(EntryJournal journal) =>
        ((TaskJournal)journal).File.Write = static (_, _, _) => throw new IOException("No space left on device");

    internal override void Mend(EntryJournal journal) =>
        ((TaskJournal)journal).File.Write = static (file, bytes, offset) => RandomAccess.Write(file, bytes.Span, offset);

    internal override Task WriteAsync(IEnumerable<JournalEntry> entries)
    {
        History.Write(Path, entries);
        return Task.CompletedTask;
    }
}

/// <summary>In a database; without PostgreSQL the test is skipped.</summary>
internal sealed class DatabaseHome : JournalHome
{
    internal DatabaseHome()
    {
        Assert.SkipWhen(PostgresServer.Shared is null, PostgresServer.Missing);
        Database = Server.Take();
        Clear();
    }

    internal static PostgresServer Server => PostgresServer.Shared!;

    internal string Database { get; }

    internal override EntryJournal Open(Uri? server = null, TimeProvider? time = null) => OpenAt(Server.ConnectionString(Database), server, time);

    internal static EntryJournal OpenAt(string connectionString, Uri? server = null, TimeProvider? time = null) =>
        (EntryJournal)new PostgreSqlJournalFactory().Open(connectionString + ";Maximum Pool Size=4", server, time);

    internal override IReadOnlyList<string> Lines() => Server.Read<bool>(Database, "select exists (select from pg_tables where schemaname = 'apimart_video')")[0]
        ? Server.Read<string>(Database, "select line from apimart_video.events order by seq")
        : [];

    /// <summary>The states of the rows, in the order in which they changed last.</summary>
    internal string[] States() => Server.Read<string>(Database, "select state from apimart_video.rows order by seq");

    internal override void Break(EntryJournal journal)
    {
        journal.JobNames();
        Server.Execute(Database, "alter schema apimart_video rename to away");
    }

    internal override void Mend(EntryJournal journal) => Server.Execute(Database, "alter schema away rename to apimart_video");

    /// <summary>Empties the tables; to make them anew would take most of a test's time.</summary>
    internal override void Clear() => Server.Execute(Database, $"""
        do $$ begin
            drop schema if exists away cascade;
            if exists (select from pg_tables where schemaname = 'apimart_video') then
                delete from apimart_video.events;
                delete from apimart_video.rows;
                delete from apimart_video.writers;
                delete from apimart_video.budgets;
                delete from apimart_video.charges;
                update apimart_video.info set version = {JournalDatabase.SchemaVersion}, head = 0, generation = generation + 1, dead_after = '60 seconds';
            end if;
        end $$
        """);

    internal override int Samples(int inFolder) => Math.Max(4, inFolder / 30);

    internal override int Writers() => (int)Server.Read<long>(Database, "select count(*) from apimart_video.writers where not ended")[0];

    public override void Dispose()
    {
        base.Dispose();
        if (new JournalSpool($"postgresql://apimart@127.0.0.1:{Server.Port}/{Database}").Root is var owed && Directory.Exists(owed))
        {
            Directory.Delete(owed, recursive: true);
        }

        Server.GiveBack(Database);
    }
}

/// <summary>Stops the database server when all tests have ended.</summary>
public sealed class PostgresEnd : IDisposable
{
    /// <summary>Stops it.</summary>
    public void Dispose() => PostgresServer.StopShared();
}
