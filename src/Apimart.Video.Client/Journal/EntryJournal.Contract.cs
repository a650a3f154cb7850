using Apimart.Video.Images;
using Apimart.Video.Models;
using Apimart.Video.Models.Rows;
using Apimart.Video.Tasks;

namespace Apimart.Video.Journal;

/// <summary>What only the engine and its cmdlets ask of a journal.</summary>
public abstract partial class EntryJournal
{
    void ITaskJournal.RequireLocks() => RequireLocks();

    IJobLedger? ITaskJournal.Ledger => Ledger;

    Task<string?> ITaskJournal.WorkOnAsync(string key) => WorkOnAsync(key);

    string? ITaskJournal.LooseRecordWarning() => LooseRecordWarning();

    (ClaimKind? Kind, ApimartTask? Task, string? Key) ITaskJournal.Foresee(
        PreparedRequest request,
        string? jobName,
        int occurrence,
        bool retryUnknown,
        bool retryFailed,
        int take) =>
        Foresee(request, jobName, occurrence, retryUnknown, retryFailed, take);

    SubmitClaim? ITaskJournal.FindSettled(PreparedRequest request, string jobName, int occurrence, bool retryUnknown, bool retryFailed, int take) =>
        FindSettled(request, jobName, occurrence, retryUnknown, retryFailed, take);

    Task<SubmitClaim> ITaskJournal.ClaimAsync(
        PreparedRequest request,
        string? jobName,
        int occurrence,
        bool retryUnknown,
        CancellationToken cancellationToken,
        bool retryFailed,
        int take,
        InputRow? row) =>
        ClaimAsync(request, jobName, occurrence, retryUnknown, cancellationToken, retryFailed, take, row);

    Task ITaskJournal.RecordAnswerAsync(JournalEntry entry) => RecordAnswerAsync(entry);

    void ITaskJournal.Owe(JournalEntry entry) => Owe(entry);

    JournalEntry ITaskJournal.Entry(string kind) => Entry(kind);

    Task ITaskJournal.RecordRefusedAsync(UnsentRow row) => RecordRefusedAsync(row);

    Task ITaskJournal.RecordCorrectedAsync(string jobName, RowName name) => RecordCorrectedAsync(jobName, name);

    UploadedLink? ITaskJournal.FindUpload(string sha256) => FindUpload(sha256);

    Task ITaskJournal.RecordUploadAsync(string sha256, UploadedLink link) => RecordUploadAsync(sha256, link);

    IReadOnlyList<LineSummary> ITaskJournal.Summarize(IReadOnlyCollection<string> names, DateTimeOffset since) => Summarize(names, since);
}
