using Apimart.Video.Api;
using Apimart.Video.Images;
using Apimart.Video.Tasks;

namespace Apimart.Video.Journal;

/// <summary>What only the engine and its cmdlets ask of a journal.</summary>
public abstract partial class EntryJournal
{
    void ITaskJournal.RequireLocks() => RequireLocks();

    IJobLedger? ITaskJournal.Ledger => Ledger;

    Task<string?> ITaskJournal.WorkOnAsync(string key) => WorkOnAsync(key);

    string? ITaskJournal.LooseRecordWarning() => LooseRecordWarning();

    (ClaimKind? Kind, ApimartTask? Task, string? Key) ITaskJournal.Foresee(ClaimRequest wanted) => Foresee(wanted);

    SubmitClaim? ITaskJournal.FindSettled(ClaimRequest wanted) => FindSettled(wanted);

    Task<SubmitClaim> ITaskJournal.ClaimAsync(ClaimRequest wanted, CancellationToken cancellationToken) => ClaimAsync(wanted, cancellationToken);

    Task<ApimartException?> ITaskJournal.RecordAnswerAsync(JournalEntry entry) => RecordAnswerAsync(entry);

    JournalEntry ITaskJournal.Entry(string kind) => Entry(kind);

    Task ITaskJournal.RecordRefusedAsync(UnsentRow row) => RecordRefusedAsync(row);

    Task ITaskJournal.RecordCorrectedAsync(string jobName, RowName name) => RecordCorrectedAsync(jobName, name);

    UploadedLink? ITaskJournal.FindUpload(string sha256) => FindUpload(sha256);

    Task ITaskJournal.RecordUploadAsync(string sha256, UploadedLink link) => RecordUploadAsync(sha256, link);

    IReadOnlyList<LineSummary> ITaskJournal.Summarize(IReadOnlyCollection<string> names, DateTimeOffset since) => Summarize(names, since);
}
