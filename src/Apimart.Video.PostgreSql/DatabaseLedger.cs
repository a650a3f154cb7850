namespace Apimart.Video.Journal;

/// <summary>What jobs spend, kept in the database so that all machines together keep within a limit.</summary>
internal sealed class DatabaseLedger(JournalDatabase database, string? server, Func<long> head) : IJobLedger
{
    private readonly string _server = server ?? string.Empty;

    /// <inheritdoc/>
    public long Head => head();

    /// <inheritdoc/>
    public Task<decimal> CountAsync(string job, IReadOnlyDictionary<string, decimal> costs, long head) =>
        Task.Run(() => database.Count(_server, Name(job), head, costs));

    /// <inheritdoc/>
    public Task<(bool IsGranted, decimal Spent)> ReserveAsync(string job, string key, decimal cost, decimal cap) =>
        Task.Run(() => database.Reserve(_server, Name(job), key, cost, cap));

    private static string Name(string job) => job.Trim().ToUpperInvariant();
}
