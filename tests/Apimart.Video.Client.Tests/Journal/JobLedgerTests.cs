using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Models.Rows;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>What earlier runs tell of a job's rows: how often each failed, and which of several equal ones has which name.</summary>
public sealed class JobLedgerTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TaskJournal _journal;
    private int _tasks;

    public JobLedgerTests() => _journal = TaskJournal.Open(_folder.Path, time: new ManualTime());

    public void Dispose()
    {
        _journal.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Failures_are_counted_over_all_runs_for_each_of_the_equal_rows_and_each_take()
    {
        await SubmitAsync(ApimartTaskStatus.Failed);
        await SubmitAsync(ApimartTaskStatus.Expired);
        await SubmitAsync(ApimartTaskStatus.Completed, occurrence: 1);
        await SubmitAsync(ApimartTaskStatus.Failed, take: 2);
        JobLedger ledger = new(_journal);

        Assert.Equal(2, ledger.FailuresOf("AUTUMN", Rows.Row("sea"), occurrence: 0, take: 1));
        Assert.Equal(0, ledger.FailuresOf("autumn", Rows.Row("sea"), occurrence: 1, take: 1));
        Assert.Equal(1, ledger.FailuresOf("autumn", Rows.Row("sea"), occurrence: 0, take: 2));
        Assert.Equal(0, ledger.FailuresOf("autumn", Rows.Row("lake"), occurrence: 0, take: 1));
        Assert.Equal(0, ledger.FailuresOf("winter", Rows.Row("sea"), occurrence: 0, take: 1));
    }

    [Fact]
    public async Task An_equal_row_is_the_one_that_had_its_name()
    {
        await SubmitAsync(ApimartTaskStatus.Completed, name: "shot-1");
        await SubmitAsync(ApimartTaskStatus.Completed, occurrence: 1, name: " Shot-2 ");
        await SubmitAsync(ApimartTaskStatus.Completed, occurrence: 2);
        await SubmitAsync(ApimartTaskStatus.Completed, occurrence: 3, name: "shot-1");
        JobLedger ledger = new(_journal);

        Assert.Equal(0, Find("SHOT-1"));
        Assert.Equal(1, Find("shot-2"));
        Assert.Equal(1, Find("none", "shot-2", "shot-1"));
        Assert.Null(Find("none"));
        Assert.Null(Find());
        Assert.Null(ledger.OccurrenceOf("autumn", Rows.Row("sea"), take: 2, ["shot-1"]));
        Assert.Null(ledger.OccurrenceOf("autumn", Rows.Row("lake"), take: 1, ["shot-1"]));

        int? Find(params string[] names) => ledger.OccurrenceOf("Autumn", Rows.Row("sea"), take: 1, names);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_read_tells_of_no_row()
    {
        await SubmitAsync(ApimartTaskStatus.Completed, name: "shot-1");
        JobLedger ledger = new(TaskJournal.Open(_folder["journal.jsonl"]));

        Assert.Null(ledger.OccurrenceOf("autumn", Rows.Row("sea"), take: 1, ["shot-1"]));
    }

    private async Task SubmitAsync(ApimartTaskStatus ended, int occurrence = 0, int take = 1, string? name = null)
    {
        Dictionary<string, string> cells = name is null ? [] : new() { ["Name"] = name };
        SubmitClaim claim = await _journal.ClaimAsync(
            Rows.Row("sea"), "autumn", occurrence, retryUnknown: false, CancellationToken.None, retryFailed: true, take, new InputRow(1, cells));
        string id = $"task_{++_tasks}";
        await _journal.RecordAnswerAsync(_journal.Entry(JournalEntryKind.Accepted) with { Key = claim.IdempotencyKey, TaskId = id });
        await _journal.RecordAsync(new ApimartTask { TaskId = id, Status = ended });
    }
}
