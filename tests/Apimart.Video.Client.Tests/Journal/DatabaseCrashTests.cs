using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>A database server of its own that crashes, or is set up so that a crash would lose a claim.</summary>
public sealed class DatabaseCrashTests : IDisposable
{
    private readonly PostgresServer? _server = PostgresServer.Start();

    public DatabaseCrashTests()
    {
        Assert.SkipWhen(_server is null, PostgresServer.Missing);
    }

    public void Dispose() => _server?.Dispose();

    [Fact]
    public async Task A_claim_outlives_a_crash_of_the_server_that_follows_at_once_and_the_journal_goes_on_after_it()
    {
        using EntryJournal journal = DatabaseHome.OpenAt(_server!.ConnectionString());
        List<SubmitClaim> claims = [];
        for (int crash = 0; crash < 3; crash++)
        {
            claims.Add(await ClaimAsync(journal, $"row {crash}"));
            _server.Restart();
            Assert.Equal(claims.Select(claim => claim.IdempotencyKey), _server.Read<string>("postgres", "select key from apimart_video.rows order by seq"));
        }

        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Accepted) with { Key = claims[2].IdempotencyKey, TaskId = "task_2" });
        Assert.Equal("row 2", journal.Find("task_2")!.Prompt);
    }

    [Fact]
    public async Task A_database_that_does_not_put_commits_on_the_disk_is_refused()
    {
        _server!.Execute("postgres", "alter system set fsync = off");
        _server.Restart();
        using EntryJournal journal = DatabaseHome.OpenAt(_server.ConnectionString());

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => ClaimAsync(journal, "sea"));

        Assert.Equal(ApimartErrorKind.JournalUnavailable, fault.Kind);
        Assert.Contains("fsync", fault.Message, StringComparison.Ordinal);
    }

    private static Task<SubmitClaim> ClaimAsync(EntryJournal journal, string prompt) =>
        journal.ClaimAsync(Rows.Row(prompt), "autumn", 0, retryUnknown: false, CancellationToken.None);
}
