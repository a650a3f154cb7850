using System.Text;
using Apimart.Video.Api;
using Apimart.Video.Errors;
using Apimart.Video.Images;
using Apimart.Video.Models;
using Apimart.Video.Tasks;
using Microsoft.Win32.SafeHandles;

namespace Apimart.Video.Journal;

/// <summary>
/// A journal that is a list of entries, each of them lasting before and after each step that costs money. An entry is only ever
/// added, unless all of them are written anew as a whole. They hold prompts and requests, and never a key of the API. What they
/// tell is the same wherever they lie; where that is, and how an entry gets there, is for the classes below this one.
/// </summary>
public abstract partial class EntryJournal : ITaskJournal
{
    private static readonly TimeSpan s_lookInterval = TimeSpan.FromMilliseconds(200);

    private readonly JournalIndex _index;
    private readonly AppendQueue _writer;
    private readonly JournalRecorder _recorder;
    private readonly IWriterPresence _presence;
    private readonly AnswersUnderWay _underWay;
    private readonly TimeProvider _time;
    private readonly string? _server;

    private protected EntryJournal(Uri? server, TimeProvider time, JournalIndex index, IWriterPresence presence, AppendQueue writer, Func<SafeFileHandle?> openLines)
    {
        _time = time;
        _server = server is { IsLoopback: true } ? server.Authority : null;
        _index = index;
        _presence = presence;
        _writer = writer;
        _recorder = new JournalRecorder(index, openLines);
        _underWay = new AnswersUnderWay(writer.SettleAsync);
    }

    /// <inheritdoc/>
    public abstract string Path { get; }

    /// <summary>How long to wait for another process that is sending the very row that is wanted.</summary>
    internal TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The name of this machine; the fleet trial gives each process one of its own.</summary>
    internal virtual string Machine { get; set; } = Environment.MachineName;

    private protected JournalIndex Index => _index;

    private protected string? Server => _server;

    /// <inheritdoc cref="ITaskJournal.Ledger"/>
    private protected virtual IJobLedger? Ledger => null;

    /// <summary>An answer with the name of its sender, where that decides whether it counts.</summary>
    private protected virtual JournalEntry Signed(JournalEntry entry) => entry;

    /// <summary>Until when the row of a claim may be sent that is about to be made; null where nobody else could send it meanwhile.</summary>
    private protected virtual ClaimDeadline? BeginClaim() => null;

    /// <inheritdoc cref="ITaskJournal.WorkOnAsync"/>
    private protected virtual Task<string?> WorkOnAsync(string key) => Task.FromResult<string?>(null);

    /// <summary>The time that entries bear.</summary>
    private protected virtual DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>The length of all entries, in bytes.</summary>
    private protected abstract long Length { get; }

    /// <summary>Makes the place where entries are to lie, if it can be.</summary>
    private protected abstract void Prepare();

    /// <summary>Makes sure that a lock of this journal holds against every program that may write to it.</summary>
    private protected abstract void RequireLocks();

    /// <inheritdoc cref="ITaskJournal.LooseRecordWarning"/>
    private protected virtual string? LooseRecordWarning() => null;

    /// <summary>What to do about a line that cannot be believed.</summary>
    private protected virtual string MendingAdvice => JournalErrors.MendingFile;

    /// <summary>Brings the index up to date and looks at it, under its lock; the default where there is no journal yet.</summary>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    private protected abstract T? Read<T>(Func<SafeFileHandle, T> look);

    /// <summary>Does something that must not meet an append, by this process or by another.</summary>
    /// <exception cref="ApimartException">The journal cannot be written.</exception>
    private protected abstract Task<T> AloneAsync<T>(Func<T> work);

    /// <summary>Lets other entries take the place of all that are there; called within <see cref="AloneAsync{T}"/>.</summary>
    private protected abstract void Rewrite(JournalFold fold);

    /// <inheritdoc/>
    public abstract Task<JournalRepair> RepairAsync();

    /// <summary>
    /// Records how a task ended, or links that were renewed; what is recorded already is not recorded again. Nothing is
    /// recorded of a task that runs, nor of one that the server does not know: another key or address may be the reason.
    /// </summary>
    /// <exception cref="ApimartException">The journal cannot be written.</exception>
    public Task RecordAsync(ApimartTask task) =>
        task is { IsEnded: true, TaskId.Length: > 0 } && task.Status != ApimartTaskStatus.NotFound
            ? _writer.AppendAsync(needsIndex: true, batch => _recorder.AddState(batch, Entry(JournalEntryKind.State), task))
            : Task.CompletedTask;

    /// <summary>Records a saved file; a file that is recorded already is not recorded again.</summary>
    /// <exception cref="ApimartException">The journal cannot be written.</exception>
    public Task RecordSavedAsync(string taskId, SavedFile file) =>
        _writer.AppendAsync(needsIndex: true, batch => _recorder.AddSaved(batch, Entry(JournalEntryKind.Saved) with
        {
            TaskId = taskId,
            Index = file.Index,
            Path = System.IO.Path.GetFullPath(file.Path),
            Length = file.Length,
            Sha256 = file.Sha256,
        }));

    /// <summary>
    /// Closes the file that shows that this process lives, unless an answer is under way, so that the folder can be deleted where the
    /// system deletes no open file. Nothing may be claimed meanwhile; the next claim opens another.
    /// </summary>
    public void Rest()
    {
        if (_underWay.IsEmpty)
        {
            _presence.Dispose();
        }
    }

    /// <summary>Shows that this process sends no more. Rows without an answer count as unknown from now on.</summary>
    public virtual void Dispose()
    {
        GC.SuppressFinalize(this);
        _underWay.Dispose();
        _writer.Dispose();
        _presence.Dispose();
    }

    /// <summary>Claims a row, so that nobody else sends it; returns when the intent is on the disk.</summary>
    /// <exception cref="ApimartException">
    /// The journal cannot be written, or another process is sending the row and does not end.
    /// </exception>
    internal async Task<SubmitClaim> ClaimAsync(ClaimRequest wanted, CancellationToken cancellationToken)
    {
        RowClaimer claimer = new(_index, _presence, Intent(wanted), wanted);
        long start = _time.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _underWay.ThrowIfEnding();
            ClaimDeadline? deadline = BeginClaim();
            JournalRow? known = await _writer.AppendAsync(claimer.NeedsIndex, claimer.Claim).ConfigureAwait(false);
            if (claimer.Outcome is { } kind)
            {
                ThrowIfUnreadable(kind);
                SubmitClaim claim = ToClaim(kind, known, claimer.Intent);
                if (claim.Task is null && kind is ClaimKind.Known or ClaimKind.Unknown)
                {
                    // It was removed since.
                    continue;
                }

                return Started(claim) with { Deadline = deadline };
            }

            if (_presence.ElsewhereOf(known!.Writer) is { } machine && Restore(known) is { } there)
            {
                return SubmitClaim.NotToSend(ClaimKind.Elsewhere, known.Key!, there with
                {
                    Status = ApimartTaskStatus.Submitting,
                    Error = null,
                    WorkedOnBy = machine,
                });
            }

            await WaitForAnswerAsync(known, claimer.Intent, start, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// What the journal says to a row whose pictures have no links yet, or null where it has to be claimed. Only what no later
    /// entry can turn into a row to be sent is told: accepted, or unknown and not to be repeated.
    /// </summary>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    internal SubmitClaim? FindSettled(ClaimRequest wanted)
    {
        SubmitClaim? settled = Read(_ => RowIdentity.Of(Wish(wanted)) is { } identity ? _index.Find(identity) : null) switch
        {
            { Submit: RowState.Accepted } row => wanted.RetryFailed && row.HasFailed ? null : SubmitClaim.NotToSend(ClaimKind.Known, row.Key!, Restore(row)),
            { Submit: RowState.Unknown } row when !wanted.RetryUnknown => SubmitClaim.NotToSend(ClaimKind.Unknown, row.Key!, Restore(row)),
            _ => null,
        };
        return settled?.Task is null ? null : settled;
    }

    /// <summary>The last upload of a content to this journal's server, whether its link still lives or not.</summary>
    /// <exception cref="ApimartException">The journal cannot be read.</exception>
    internal UploadedLink? FindUpload(string sha256) =>
        Read(file => JournalTasks.Read(file, _index.FindUpload(_server, sha256)) is { Url: { } url, Expires: { } end }
            ? new UploadedLink(url, end, IsReused: true)
            : null);

    /// <summary>Records that a content lies at the API.</summary>
    /// <exception cref="ApimartException">The journal cannot be written.</exception>
    internal Task RecordUploadAsync(string sha256, UploadedLink link) => AppendAnswerAsync(Entry(JournalEntryKind.Uploaded) with
    {
        Sha256 = sha256,
        Url = link.Url,
        Expires = link.ExpiresAt,
    });

    /// <inheritdoc cref="ITaskJournal.RecordAnswerAsync"/>
    internal async Task<ApimartException?> RecordAnswerAsync(JournalEntry entry)
    {
        try
        {
            await AppendAnswerAsync(entry).ConfigureAwait(false);
        }
        catch (ApimartException fault)
        {
            Owe(entry);
            return fault;
        }

        _underWay.Remove(entry.Key);
        return null;
    }

    /// <summary>Keeps an answer that could not be written for the next time something can, in a second place that outlives the process.</summary>
    internal void Owe(JournalEntry entry)
    {
        _writer.Owe(Signed(entry));
        _underWay.Remove(entry.Key);
    }

    private Task AppendAnswerAsync(JournalEntry entry)
    {
        JournalEntry signed = Signed(entry);
        return _writer.AppendAsync(needsIndex: _index.Position > 0, batch =>
        {
            batch.AddAnswer(signed);
            return true;
        });
    }

    /// <summary>The folder that keeps what is owed.</summary>
    internal string SpoolPath => _writer.Spool.Root;

    internal JournalEntry Entry(string kind) => new() { Kind = kind, Time = Now, Server = _server };

    private JournalEntry Intent(ClaimRequest wanted)
    {
        try
        {
            Prepare();
            PreparedRequest request = wanted.Request;
            return Wish(wanted) with
            {
                Key = IdempotencyKey.Create(),
                Writer = _presence.Register(),
                Prompt = request.Prompt,
                Machine = Machine,
                RowNumber = wanted.Row?.Number,
                Row = wanted.Row?.Columns is { Count: > 0 } columns ? columns : null,
                Cells = RowCells.Shorten(wanted.Row, request.Prompt),
                Route = request.Route == PreparedRequest.GenerationRoute ? null : request.Route,
                Body = Encoding.UTF8.GetString(request.Body.Span),
            };
        }
        catch (Exception fault) when (JournalErrors.IsStorageFault(fault))
        {
            throw JournalErrors.Unavailable(Path, fault);
        }
    }

    /// <summary>What makes a row itself, without anything that only its sender has.</summary>
    private JournalEntry Wish(ClaimRequest wanted) => Entry(JournalEntryKind.Intent) with
    {
        Job = wanted.Job,
        Digest = wanted.Request.Digest,
        Occurrence = wanted.Occurrence,
        Take = wanted.Take == RowIdentity.FirstTake ? null : wanted.Take,
        Model = wanted.Request.Model,
    };

    /// <exception cref="ApimartException">The journal does not tell whether the row was sent.</exception>
    private void ThrowIfUnreadable(ClaimKind kind)
    {
        switch (kind)
        {
            case ClaimKind.Unreadable:
                throw JournalErrors.Later(Path);
            case ClaimKind.Damaged:
                throw JournalErrors.Damaged(Path, Damages(), MendingAdvice);
        }
    }

    private SubmitClaim ToClaim(ClaimKind kind, JournalRow? row, JournalEntry intent) => kind switch
    {
        ClaimKind.New => SubmitClaim.ToSend(kind, intent.Key!, intent),
        ClaimKind.Repeat or ClaimKind.Again => SubmitClaim.ToSend(kind, row!.Key!, AsSent(row) ?? intent) with
        {
            Task = row.TaskId is null ? null : Restore(row),
        },
        _ => SubmitClaim.NotToSend(kind, row!.Key!, Restore(row)),
    };

    private ApimartTask? Restore(JournalRow row) =>
        Read(file => _index.Current(row) is { } now ? JournalTasks.Restore(now, file) : null);

    private JournalEntry? AsSent(JournalRow row) =>
        Read(file => _index.Current(row) is { } now && JournalTasks.Read(file, now.Intent) is { Body: not null } sent ? sent : null);

    private SubmitClaim Started(SubmitClaim claim)
    {
        if (claim.Task is null)
        {
            _underWay.Add(claim.IdempotencyKey);
        }

        return claim;
    }

    private async Task WaitForAnswerAsync(JournalRow row, JournalEntry wanted, long start, CancellationToken cancellationToken)
    {
        bool told = false;
        while (Read(_ => IsBeingSent(_index.FindKey(row.Key!))))
        {
            if (_time.GetElapsedTime(start) > Patience)
            {
                throw JournalErrors.StillBeingSent(Patience);
            }

            if (!told)
            {
                told = true;
                RetryNotice.TellWait(JournalErrors.WaitsForAnswer(wanted, row.Time, _presence.IsOwn(row.Writer)));
            }

            await Task.Delay(s_lookInterval, _time, cancellationToken).ConfigureAwait(false);
        }

        if (told)
        {
            RetryNotice.EndWait();
        }
    }

    private bool IsBeingSent(JournalRow? row) => row is { Submit: RowState.Sending } && _presence.IsAlive(row.Writer);
}
