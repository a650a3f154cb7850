using Apimart.Video.Api;
using Microsoft.Win32.SafeHandles;

namespace Apimart.Video.Journal;

/// <summary>
/// The journal in a folder of this machine. Several processes may use it at once. Its file is JSON Lines, and a line is only ever
/// added, unless the file is written anew as a whole.
/// </summary>
public sealed class TaskJournal : EntryJournal
{
    private readonly JournalFolder _folder;
    private readonly JournalFile _file;
    private readonly JournalWriter _writer;
    private readonly TimeProvider _time;

    private TaskJournal(JournalFolder folder, JournalFile file, JournalIndex index, JournalWriter writer, Uri? server, TimeProvider time)
        : base(server, time, index, new WriterPresence(folder), writer, file.OpenToRead)
    {
        _folder = folder;
        _file = file;
        _writer = writer;
        _time = time;
    }

    /// <summary>The journal's file.</summary>
    public override string Path => _folder.Entries;

    internal JournalFile File => _file;

    internal JournalFolder Folder => _folder;

    /// <summary>A journal in a folder; nothing is read or written before it is used.</summary>
    /// <param name="path">
    /// The folder; null or blank for <c>$env:APIMART_JOURNAL</c> and, failing that, the user's state folder:
    /// <c>$XDG_STATE_HOME/apimart-video</c> or <c>~/.local/state/apimart-video</c> on Linux,
    /// <c>~/Library/Application Support/apimart-video</c> on macOS, <c>%LOCALAPPDATA%\apimart-video</c> on Windows, and in it
    /// <c>simulator</c> for a server on loopback.
    /// </param>
    /// <param name="server">The server that is submitted to. Rows sent to a simulator are never taken for rows sent to the API.</param>
    /// <param name="time">Where time comes from.</param>
    public static TaskJournal Open(string? path = null, Uri? server = null, TimeProvider? time = null)
    {
        JournalFolder folder = JournalFolder.For(path, server);
        JournalFile file = new(folder);
        JournalIndex index = new();
        return new TaskJournal(folder, file, index, new JournalWriter(folder, file, index, time ?? TimeProvider.System), server, time ?? TimeProvider.System);
    }

    /// <summary>
    /// Writes the journal anew without the lines that cannot be believed, and keeps the original beside it. Of a damaged line that
    /// says what was asked for, the row stays, as one whose outcome is unknown.
    /// </summary>
    /// <exception cref="ApimartException">The journal cannot be read or written, or is of a later version.</exception>
    public override Task<JournalRepair> RepairAsync() => AloneAsync(() =>
    {
        IReadOnlyList<JournalDamage> damages = Damages();
        return Read(_ => Index.HasLaterEntries)
            ? throw JournalErrors.Later(Path)
            : new JournalRepairer(_folder, _file, _time.GetUtcNow()).Run(damages);
    });

    private protected override long Length => new FileInfo(Path) is { Exists: true } file ? file.Length : 0;

    private protected override void Prepare() => _folder.Create();

    private protected override void RequireLocks() => _folder.RequireOneMachine();

    private protected override string? LooseRecordWarning() => _folder.ShareWarning();

    private protected override Task<T> AloneAsync<T>(Func<T> work) => _writer.AloneAsync(work);

    private protected override void Rewrite(JournalFold fold)
    {
        if (new JournalRewriter(_folder, _file).Write(fold))
        {
            lock (Index)
            {
                Index.Clear();
            }
        }
    }

    private protected override T? Read<T>(Func<SafeFileHandle, T> look)
        where T : default
    {
        try
        {
            using SafeFileHandle? file = _file.OpenToRead();
            if (file is null)
            {
                return default;
            }

            lock (Index)
            {
                JournalFile.CatchUp(Index, file, _file.Snapshot);
                return look(file);
            }
        }
        catch (Exception fault) when (JournalErrors.IsStorageFault(fault))
        {
            throw JournalErrors.Unavailable(Path, fault);
        }
    }
}
