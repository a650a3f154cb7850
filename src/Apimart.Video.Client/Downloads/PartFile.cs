using System.Security.Cryptography;
using System.Text.Json;
using Apimart.Video.Containers;
using Apimart.Video.Files;

namespace Apimart.Video.Downloads;

/// <summary>
/// A file on its way: <c>NAME.part</c> with a note beside it, open to this process only, renamed when it is whole.
/// </summary>
internal sealed class PartFile : IDisposable
{
    internal const string Suffix = ".part";

    private readonly string _path;
    private readonly FileStream _file;
    private readonly SaveErrors _errors;
    private readonly Action<string, string, bool> _move;
    private readonly Func<string, IReadOnlyList<string>> _findHolders;
    private readonly IncrementalHash? _hash;
    private readonly Writeback _writeback;
    private long _hashed;
    private bool _discarded;

    private PartFile(string path, FileStream file, bool hash, SaverConnection connection, SaveErrors errors)
    {
        _path = path;
        _move = connection.Move;
        _findHolders = connection.FindHolders;
        _file = file;
        Length = file.Length;
        _errors = errors;
        _writeback = new Writeback(file, connection.Flush);
        _hash = hash ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    }

    /// <summary>What the bytes are a part of; null where they are not known to be a part of anything.</summary>
    internal PartNote? Note { get; private set; }

    /// <summary>The bytes that are here; counted, because asking the system costs a call for each of many small reads.</summary>
    internal long Length { get; private set; }

    /// <summary>Opens the part file, made where there is none, and waits a little where another process has it.</summary>
    /// <exception cref="SaveException">The file is in use or the folder cannot be written to.</exception>
    internal static async Task<PartFile> OpenAsync(
        string path,
        SaverConnection connection,
        bool hash,
        SaveErrors errors,
        CancellationToken cancellationToken)
    {
        try
        {
            FileStream? file = await Disk
                .OpenWhenFreeAsync(() => OpenNamed(path, connection, errors), connection.TimeProvider, cancellationToken)
                .ConfigureAwait(false);
            return file is null
                ? throw errors.FileInUse()
                : new PartFile(path, file, hash, connection, errors) { Note = PartNote.Read(path + PartNote.Suffix) };
        }
        catch (Exception broken) when (Disk.Failed(broken))
        {
            throw errors.PathNotWritable(broken);
        }
    }

    /// <summary>Opens a file or makes it. One that is made is made here (O_EXCL), not where a link in its place leads.</summary>
    internal static FileStream OpenExclusively(string path) => new(path, new FileStreamOptions
    {
        Mode = File.Exists(path) ? FileMode.Open : FileMode.CreateNew,
        Access = FileAccess.ReadWrite,

        // Windows renames an open file only if deletion is shared; elsewhere None alone locks.
        Share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None,
        BufferSize = 0,
    });

    /// <summary>Goes on behind the bytes that are here; the note may name another link to the same file.</summary>
    internal void Continue(PartNote note)
    {
        CatchUpHash();
        OnDisk(() =>
        {
            _file.Position = Length;
            if (note != Note)
            {
                WriteNote(note);
            }
        });
    }

    /// <summary>Throws the bytes away and begins again with a new note.</summary>
    internal void Restart(PartNote note) => OnDisk(() =>
    {
        _file.SetLength(0);
        Length = 0;
        _hash?.GetHashAndReset();
        _hashed = 0;
        WriteNote(note);
    });

    internal void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _file.Write(bytes);
        }
        catch (Exception broken) when (Disk.Failed(broken))
        {
            throw _errors.FromDisk(broken);
        }

        Length += bytes.Length;
        if (_writeback.IsDue(bytes.Length))
        {
            Flushing(_writeback.Begin);
        }

        if (_hash is not null)
        {
            _hash.AppendData(bytes);
            _hashed += bytes.Length;
        }
    }

    /// <summary>Checks the structure, brings the bytes to the disk and gives the file its name.</summary>
    /// <exception cref="SaveException">The file is no whole video, its name is taken, or it cannot be written.</exception>
    internal FinishedFile Finish(SaveTarget target, bool overwrite)
    {
        CatchUpHash();
        string path = target.PathAs(RequireWhole());
        Flushing(_writeback.Complete);
        OnDisk(() =>
        {
            RequireFree(path, overwrite, _errors);
            Rename(path, overwrite);
            File.Delete(_path + PartNote.Suffix);
        });
        return new FinishedFile(path, _hash is null ? null : Convert.ToHexString(_hash.GetHashAndReset()).ToLowerInvariant());
    }

    private void Rename(string path, bool overwrite)
    {
        try
        {
            _move(_path + Suffix, path, overwrite);
        }
        catch (Exception refused) when (Disk.Failed(refused) && overwrite && Disk.IsInUse(path))
        {
            throw _errors.TargetInUse(path, HoldersOf(path), refused);
        }
    }

    /// <summary>None where the question itself fails: the error is there either way.</summary>
    private IReadOnlyList<string> HoldersOf(string path)
    {
        try
        {
            return _findHolders(path);
        }
        catch (Exception unknown) when (unknown is not OutOfMemoryException)
        {
            return [];
        }
    }

    /// <exception cref="SaveException">A folder has the name, or a file that is not to be replaced.</exception>
    internal static void RequireFree(string path, bool overwrite, SaveErrors errors)
    {
        if (Directory.Exists(path))
        {
            throw errors.FolderInPlace(path);
        }

        if (!overwrite && Disk.IsTaken(path))
        {
            throw errors.FileExists(path);
        }
    }

    /// <summary>Removes what is here; it is of no use to a later run.</summary>
    internal void Discard()
    {
        if (!_discarded)
        {
            _discarded = true;
            File.Delete(_path + PartNote.Suffix);
            File.Delete(_path + Suffix);
        }
    }

    public void Dispose()
    {
        _writeback.Wait();
        if (Length == 0)
        {
            Discard();
        }

        _file.Dispose();
        _hash?.Dispose();
    }

    /// <summary>
    /// Opens a part file that is this module's: bytes without a note, or behind a link, are somebody else's. Between the opening
    /// and the lock the former owner may have renamed the file: then it is no part file.
    /// </summary>
    private static FileStream? OpenNamed(string path, SaverConnection connection, SaveErrors errors)
    {
        string partPath = path + Suffix;
        if (Disk.IsLink(partPath) || Disk.IsLink(path + PartNote.Suffix))
        {
            throw errors.PartIsLink(partPath);
        }

        if (Directory.Exists(partPath))
        {
            throw errors.FolderInPlace(partPath);
        }

        FileStream file = connection.OpenPart(partPath);
        bool isNamed = File.Exists(partPath) && !Disk.IsLink(partPath);
        if (isNamed && file.CanSeek && (file.Length == 0 || File.Exists(path + PartNote.Suffix)))
        {
            return file;
        }

        file.Dispose();
        return isNamed ? throw errors.PartNotOurs(partPath) : null;
    }

    private VideoFormat RequireWhole()
    {
        ContainerReport? report = null;
        OnDisk(() => report = Container.Inspect(_file));
        if (report is { IsWhole: true, Format: { } format })
        {
            return format;
        }

        Reject();
        throw _errors.NotWhole(report!, Length);
    }

    /// <summary>After a flush that failed the system may show bytes that the disk does not have: no run goes on with them.</summary>
    private void Flushing(Action flush)
    {
        try
        {
            flush();
        }
        catch (Exception broken) when (Disk.Failed(broken))
        {
            Reject();
            throw _errors.FromDisk(broken);
        }
    }

    /// <summary>The bytes stay for their owner to look at, and the next run begins anew.</summary>
    private void Reject()
    {
        if (Note is { } note)
        {
            OnDisk(() => WriteNote(note with { IsRejected = true }));
        }
    }

    private void CatchUpHash()
    {
        if (_hash is null || _hashed == Length)
        {
            return;
        }

        OnDisk(() =>
        {
            byte[] buffer = new byte[128 * 1024];
            _file.Position = _hashed;
            int read;
            while ((read = _file.Read(buffer)) > 0)
            {
                _hash.AppendData(buffer, 0, read);
                _hashed += read;
            }
        });
    }

    private void WriteNote(PartNote note)
    {
        Disk.Replace(_path + PartNote.Suffix, JsonSerializer.SerializeToUtf8Bytes(note, SavingJsonContext.Default.PartNote));
        Note = note;
    }

    private void OnDisk(Action action) => Disk.Run(action, _errors.FromDisk);
}

/// <summary>A file that has its name.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal digits, where it was asked for.</param>
internal sealed record FinishedFile(string Path, string? Sha256);
