using System.Runtime.Versioning;

namespace Apimart.Video.Journal;

/// <summary>Where the journal lies, and how its files are made: readable by their owner only.</summary>
internal sealed class JournalFolder
{
    internal const string Variable = "APIMART_JOURNAL";
    private const string Product = "apimart-video";

    internal JournalFolder(string path)
    {
        Root = System.IO.Path.GetFullPath(path);
    }

    internal string Root { get; }

    internal string Entries => System.IO.Path.Combine(Root, "journal.jsonl");

    internal string Lock => System.IO.Path.Combine(Root, "journal.lock");

    internal string Writers => System.IO.Path.Combine(Root, "writers");

    /// <summary>The folder for a server: what was named, or the user's state folder.</summary>
    /// <remarks>
    /// A server on loopback is a simulator; its play money and its quick tasks must not mix with what is paid for.
    /// </remarks>
    internal static JournalFolder For(string? path, Uri? server)
    {
        string? named = string.IsNullOrWhiteSpace(path) ? Environment.GetEnvironmentVariable(Variable) : path;
        if (!string.IsNullOrWhiteSpace(named))
        {
            return new JournalFolder(named);
        }

        string state = System.IO.Path.Combine(StateFolder(), Product);
        return new JournalFolder(server is { IsLoopback: true } ? System.IO.Path.Combine(state, "simulator") : state);
    }

    internal void Create()
    {
        foreach (string folder in (string[])[Root, Writers])
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, OwnerOnlyFolder);
            }
        }
    }

    internal static FileStreamOptions OwnFile(FileShare share) => OperatingSystem.IsWindows()
        ? Options(share)
        : OwnerOnly(Options(share));

    /// <summary>A buffer of 0: each write of ours is one write to the file.</summary>
    private static FileStreamOptions Options(FileShare share) => new()
    {
        Mode = FileMode.OpenOrCreate,
        Access = FileAccess.ReadWrite,
        Share = share,
        BufferSize = 0,
    };

    [UnsupportedOSPlatform("windows")]
    private static FileStreamOptions OwnerOnly(FileStreamOptions options)
    {
        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    private static UnixFileMode OwnerOnlyFolder => UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static string StateFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        }

        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS())
        {
            return System.IO.Path.Combine(home, "Library", "Application Support");
        }

        return Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state && System.IO.Path.IsPathRooted(state)
            ? state
            : System.IO.Path.Combine(home, ".local", "state");
    }
}
