namespace Apimart.Video.Journal;

/// <summary>Shows that this process lives, and tells of others whether they do. To be disposed is to send no more.</summary>
internal interface IWriterPresence : IDisposable
{
    /// <summary>This writer's name; the first call shows its presence.</summary>
    /// <exception cref="IOException">Presence cannot be shown.</exception>
    string Register();

    /// <summary>Whether a name is this writer's own.</summary>
    bool IsOwn(string? writer);

    /// <summary>Whether a writer may still be sending; what cannot be told counts as living.</summary>
    bool IsAlive(string? writer);

    /// <summary>The machine of a living writer that is another than this one; null where it is this one or cannot be told.</summary>
    string? ElsewhereOf(string? writer);
}

/// <summary>
/// Tells whether the process behind an entry still lives: each writer holds a lock file of its own open, and the system
/// lets go of it when the process ends, even by SIGKILL. A process id could be in use again.
/// </summary>
internal sealed class WriterPresence : IWriterPresence
{
    private readonly JournalFolder _folder;
    private readonly HashSet<string> _dead = [];
    private readonly object _gate = new();
    private FileStream? _own;
    private string? _id;

    internal WriterPresence(JournalFolder folder)
    {
        _folder = folder;
    }

    /// <summary>Opens a lock file that no one else has open; a test puts a file that is being deleted in its place.</summary>
    internal Func<string, FileStream> OpenAlone { get; set; } =
        static path => new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

    /// <summary>This writer's name; the first call shows its presence.</summary>
    /// <exception cref="IOException">The folder's file system keeps no locks.</exception>
    public string Register()
    {
        lock (_gate)
        {
            if (_id is null)
            {
                SweepDead();
                string id = Guid.NewGuid().ToString("n");
                _own = JournalLock.TryTake(FileOf(id)) ?? throw NoLocks();
                using FileStream? second = JournalLock.TryTake(FileOf(id));
                if (second is not null)
                {
                    throw NoLocks();
                }

                _id = id;
            }

            return _id;
        }
    }

    /// <summary>Whether a name is this writer's own.</summary>
    public bool IsOwn(string? writer)
    {
        lock (_gate)
        {
            return writer is not null && writer == _id;
        }
    }

    /// <summary>A folder is one machine's.</summary>
    public string? ElsewhereOf(string? writer) => null;

    public bool IsAlive(string? writer)
    {
        lock (_gate)
        {
            if (writer is null || _dead.Contains(writer))
            {
                return false;
            }

            if (writer == _id)
            {
                return true;
            }

            bool alive = IsHeld(FileOf(writer));
            if (!alive)
            {
                _dead.Add(writer);
            }

            return alive;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_own is not null)
            {
                string path = _own.Name;
                _own.Dispose();
                _own = null;
                _id = null;
                RemoveIfFree(path);
            }
        }
    }

    private string FileOf(string writer) => Path.Combine(_folder.Writers, writer + ".lock");

    private void SweepDead()
    {
        foreach (string path in Directory.EnumerateFiles(_folder.Writers, "*.lock"))
        {
            RemoveIfFree(path);
        }
    }

    private bool IsHeld(string path)
    {
        try
        {
            using FileStream free = OpenAlone(path);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            // Windows says so of a file that is being deleted, and of one whose writer is another account.
            return File.Exists(path);
        }
    }

    private static void RemoveIfFree(string path)
    {
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception leftLying) when (leftLying is IOException or UnauthorizedAccessException)
        {
            // A living writer's, or one that another process is removing: an empty file does no harm.
        }
    }

    private IOException NoLocks() => new($"The file system of '{_folder.Root}' keeps no file locks, or $env:DOTNET_SYSTEM_IO_DISABLEFILELOCKING switches them off.");
}
