using Apimart.Video.Api;
using Apimart.Video.Images;
using Apimart.Video.Tasks;

namespace Apimart.Video.Journal;

/// <summary>
/// What was submitted, became of it and was saved. A journal promises that a row of a job is claimed before it is sent, by one
/// sender only, and lastingly; that a claim without an answer counts as unknown and never as free; and that an answer is never
/// lost while its process lives. It lies in a folder (<see cref="TaskJournal"/>) or in a database that many machines share.
/// </summary>
/// <remarks>
/// Whatever a call recorded lasts when its task has ended: a process or machine that dies then changes nothing. Calls may come from
/// several threads. What cannot be read or written is an <see cref="ApimartException"/> of a kind that begins with <c>Journal</c>.
/// </remarks>
public interface ITaskJournal : IDurationHistory, IDisposable
{
    /// <summary>Where it lies, for a person: a file, or the address of a database without its password.</summary>
    string Path { get; }

    /// <summary>
    /// Records how a task ended, or links that were renewed; what is recorded already is not recorded again. Nothing is
    /// recorded of a task that runs, nor of one that the server does not know: another key or address may be the reason.
    /// </summary>
    /// <exception cref="ApimartException">The journal cannot be written.</exception>
    Task RecordAsync(ApimartTask task);

    /// <summary>Records a saved file; a file that is recorded already is not recorded again.</summary>
    /// <exception cref="ApimartException">The journal cannot be written.</exception>
    Task RecordSavedAsync(string taskId, SavedFile file);

    /// <summary>A task as it was last recorded, or null where the journal does not know it.</summary>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    ApimartTask? Find(string taskId);

    /// <summary>The files that a task's videos were saved to, by video.</summary>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    IReadOnlyList<SavedFile> SavedOf(string taskId);

    /// <summary>The task that a file was saved for, or null where the journal does not know the file.</summary>
    /// <param name="path">The file's full path.</param>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    string? OwnerOf(string path);

    /// <summary>
    /// The tasks that this journal's server was given, in the order in which they were submitted. A row that is being sent at this
    /// moment is <see cref="ApimartTaskStatus.Submitting"/>.
    /// </summary>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    IEnumerable<ApimartTask> Query(JournalQuery query);

    /// <summary>The names of the jobs, the newest first; quick, however many tasks there are.</summary>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    IReadOnlyList<string> JobNames();

    /// <summary>Whether this journal holds any row of a job.</summary>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    bool HasJob(string jobName);

    /// <summary>The jobs of this journal's server, in the order of their first rows.</summary>
    /// <param name="name">Whether a job is wanted; null for all.</param>
    /// <param name="detailed">Whether each job is to have its rows with it.</param>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    IReadOnlyList<ApimartJob> Jobs(Func<string, bool>? name = null, bool detailed = false);

    /// <summary>The lines that cannot be believed, in their order.</summary>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    IReadOnlyList<JournalDamage> Damages();

    /// <summary>Leaves out the lines that cannot be believed, where the journal can have any, and keeps the original.</summary>
    /// <exception cref="ApimartException">The journal cannot be read or written, or is of a later version.</exception>
    Task<JournalRepair> RepairAsync();

    /// <summary>
    /// Merges journals into this one. Any order and any number of times come to the same. No task that any of them had accepted
    /// is lost.
    /// </summary>
    /// <returns>What each of them brought, in their order.</returns>
    /// <exception cref="ApimartException">This journal cannot be read or written, or is damaged; it is as it was.</exception>
    Task<IReadOnlyList<JournalImport>> ImportAsync(IReadOnlyList<JournalSource> sources);

    /// <summary>All that this journal tells, to be merged into another: this is how one moves from a folder to a database and back.</summary>
    /// <exception cref="ApimartException">The journal cannot be read, is damaged, or holds entries of a later version.</exception>
    JournalSource ToSource();

    /// <summary>What could be forgotten: jobs as wholes, and tasks outside any job.</summary>
    /// <param name="jobName">Which jobs; null for all, and for what is outside jobs.</param>
    /// <param name="before">Only jobs whose last row was submitted before this time, and single tasks from before it.</param>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    IReadOnlyList<JobRemoval> FindRemovable(Func<string, bool>? jobName, DateTimeOffset? before);

    /// <summary>
    /// Forgets jobs, and writes the journal anew without what nobody needs any more. Whoever runs a forgotten row again pays for it
    /// again.
    /// </summary>
    /// <param name="jobs">What <see cref="FindRemovable"/> found; none, to forget nothing and only make the journal shorter.</param>
    /// <param name="force">Whether what is not settled goes as well.</param>
    /// <exception cref="ApimartException">
    /// The journal cannot be read or written, is damaged, or a job has changed since it was looked at; the journal is as it was.
    /// </exception>
    Task<JournalRemoval> RemoveAsync(IReadOnlyList<JobRemoval> jobs, bool force);

    /// <summary>
    /// Gives back what shows that this process lives, unless an answer is under way. Nothing may be claimed meanwhile; the next claim
    /// takes it again.
    /// </summary>
    void Rest();

    /// <summary>Makes sure that a lock of this journal holds against every program that may write to it; a job cannot do without.</summary>
    /// <exception cref="ApimartException">It does not, or there is no place for the journal.</exception>
    internal void RequireLocks();

    /// <summary>What jobs spend, where several machines share the journal; null where each run counts for itself.</summary>
    internal IJobLedger? Ledger { get; }

    /// <summary>
    /// Takes an accepted row over for waiting and saving, unless another who lives works on it; a row belongs to whoever claimed it.
    /// To be mistaken does no harm: nothing is sent for it.
    /// </summary>
    /// <returns>The machine of that other, or null where the row is this process's from now on.</returns>
    /// <exception cref="ApimartException">The journal cannot be written.</exception>
    internal Task<string?> WorkOnAsync(string key);

    /// <summary>What to tell, once, of a row outside any job where the record of it is not safe; else null.</summary>
    internal string? LooseRecordWarning();

    /// <summary>What a claim of a row would come to at this moment; nothing is written.</summary>
    /// <returns>
    /// The kind of the claim, or null where another process is sending the row; the row's task where there is one; and the key of a row
    /// that was sent before.
    /// </returns>
    /// <exception cref="ApimartException">The journal cannot be read, or does not tell whether the row was sent.</exception>
    internal (ClaimKind? Kind, ApimartTask? Task, string? Key) Foresee(ClaimRequest wanted);

    /// <summary>
    /// What the journal says to a row whose pictures have no links yet, or null where it has to be claimed. Only what no later
    /// entry can turn into a row to be sent is told: accepted, or unknown and not to be repeated.
    /// </summary>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    internal SubmitClaim? FindSettled(ClaimRequest wanted);

    /// <summary>
    /// Claims a row, so that nobody else sends it; returns when the intent lasts, and only then may the row be sent. A row that another
    /// living sender has claimed is waited for.
    /// </summary>
    /// <exception cref="ApimartException">
    /// The journal cannot be written, or another process is sending the row and does not end.
    /// </exception>
    internal Task<SubmitClaim> ClaimAsync(ClaimRequest wanted, CancellationToken cancellationToken);

    /// <summary>
    /// Records what came of a claimed row. One that cannot be written is owed: it goes with the next entry that can be, of this process or of
    /// a later one.
    /// </summary>
    /// <returns>Why it is owed; null where it lasts.</returns>
    internal Task<ApimartException?> RecordAnswerAsync(JournalEntry entry);

    /// <summary>An entry of this journal's server, without anything in it.</summary>
    internal JournalEntry Entry(string kind);

    /// <summary>Records a row that was refused before it was sent; what is recorded already is not recorded again.</summary>
    /// <exception cref="ApimartException">The journal cannot be written.</exception>
    internal Task RecordRefusedAsync(UnsentRow row);

    /// <summary>Records that a row which was refused before it was sent, if it was, is so no longer.</summary>
    /// <exception cref="ApimartException">The journal cannot be read or written.</exception>
    internal Task RecordCorrectedAsync(string jobName, RowName name);

    /// <summary>The last upload of a content to this journal's server, whether its link still lives or not.</summary>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    internal UploadedLink? FindUpload(string sha256);

    /// <summary>Records that a content lies at the API.</summary>
    /// <exception cref="ApimartException">The journal cannot be written.</exception>
    internal Task RecordUploadAsync(string sha256, UploadedLink link);

    /// <summary>What was done for jobs since a run began, in the order of their first rows.</summary>
    /// <param name="names">The jobs.</param>
    /// <param name="since">When the run began.</param>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    internal IReadOnlyList<LineSummary> Summarize(IReadOnlyCollection<string> names, DateTimeOffset since);
}
