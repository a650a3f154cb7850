namespace Apimart.Video.Journal;

/// <summary>Opens journals in PostgreSQL databases; a connection string is in Npgsql's form, such as <c>Host=db;Database=videos;Username=me</c>.</summary>
public sealed class PostgreSqlJournalFactory : IJournalFactory
{
    /// <inheritdoc/>
    public ITaskJournal Open(string connectionString, Uri? server = null, TimeProvider? time = null) =>
        new PostgreSqlJournal(new JournalDatabase(connectionString), server, time ?? TimeProvider.System);

    /// <inheritdoc/>
    public Task<JournalSchema> InitializeAsync(string connectionString, CancellationToken cancellationToken = default)
    {
        JournalDatabase database = new(connectionString);
        return Task.Run(
            () =>
            {
                using (database)
                {
                    return database.Initialize();
                }
            },
            cancellationToken);
    }
}
