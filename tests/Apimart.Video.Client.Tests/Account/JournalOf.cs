using Apimart.Video.Api;
using Apimart.Video.Images;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Account;

/// <summary>A journal that holds some tasks, and is asked for nothing else.</summary>
internal sealed class JournalOf(params ApimartTask[] tasks) : ITaskJournal
{
    internal int Queries { get; private set; }

    internal IJobLedger? Ledger { get; init; }

    IJobLedger? ITaskJournal.Ledger => Ledger;

    public string Path => throw new NotSupportedException();

    public IEnumerable<ApimartTask> Query(JournalQuery query)
    {
        Queries++;
        return tasks.Where(task => query.JobName!(task.JobName!.ToUpperInvariant()));
    }

    public void Dispose()
    {
    }

    public Task RecordAsync(ApimartTask task) => throw new NotSupportedException();

    public Task RecordSavedAsync(string taskId, SavedFile file) => throw new NotSupportedException();

    public ApimartTask? Find(string taskId) => throw new NotSupportedException();

    public IReadOnlyList<SavedFile> SavedOf(string taskId) => throw new NotSupportedException();

    public string? OwnerOf(string path) => throw new NotSupportedException();

    public IReadOnlyList<string> JobNames() => throw new NotSupportedException();

    public bool HasJob(string jobName) => throw new NotSupportedException();

    public IReadOnlyList<ApimartJob> Jobs(Func<string, bool>? name, bool detailed) => throw new NotSupportedException();

    public IReadOnlyList<JournalDamage> Damages() => throw new NotSupportedException();

    public Task<JournalRepair> RepairAsync() => throw new NotSupportedException();

    public Task<IReadOnlyList<JournalImport>> ImportAsync(IReadOnlyList<JournalSource> sources) => throw new NotSupportedException();

    public JournalSource ToSource() => throw new NotSupportedException();

    public IReadOnlyList<JobRemoval> FindRemovable(Func<string, bool>? jobName, DateTimeOffset? before) => throw new NotSupportedException();

    public Task<JournalRemoval> RemoveAsync(IReadOnlyList<JobRemoval> jobs, bool force) => throw new NotSupportedException();

    public void Rest() => throw new NotSupportedException();

    public IReadOnlyList<PastTask> NewestOf(IReadOnlyCollection<string> models, int most) => throw new NotSupportedException();

    void ITaskJournal.RequireLocks() => throw new NotSupportedException();

    Task<string?> ITaskJournal.WorkOnAsync(string key) => throw new NotSupportedException();

    string? ITaskJournal.LooseRecordWarning() => throw new NotSupportedException();

    (ClaimKind? Kind, ApimartTask? Task, string? Key) ITaskJournal.Foresee(ClaimRequest wanted) => throw new NotSupportedException();

    SubmitClaim? ITaskJournal.FindSettled(ClaimRequest wanted) => throw new NotSupportedException();

    Task<SubmitClaim> ITaskJournal.ClaimAsync(ClaimRequest wanted, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<ApimartException?> ITaskJournal.RecordAnswerAsync(JournalEntry entry) => throw new NotSupportedException();

    JournalEntry ITaskJournal.Entry(string kind) => throw new NotSupportedException();

    Task ITaskJournal.RecordRefusedAsync(UnsentRow row) => throw new NotSupportedException();

    Task ITaskJournal.RecordCorrectedAsync(string jobName, RowName name) => throw new NotSupportedException();

    UploadedLink? ITaskJournal.FindUpload(string sha256) => throw new NotSupportedException();

    Task ITaskJournal.RecordUploadAsync(string sha256, UploadedLink link) => throw new NotSupportedException();

    IReadOnlyList<LineSummary> ITaskJournal.Summarize(IReadOnlyCollection<string> names, DateTimeOffset since) => throw new NotSupportedException();
}
