using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace Apimart.Video.Journal;

/// <summary>Where the journal lies, and how its files are made: readable by their owner only.</summary>
internal sealed class JournalFolder
{
    internal const string Variable = "APIMART_JOURNAL";
    internal const string EntriesName = "journal.jsonl";
    private const string Product = "apimart-video";

    private readonly string? _fault;
    private readonly Lazy<string?> _share;
    private int _shareTold;

    internal JournalFolder(string path)
        : this(System.IO.Path.GetFullPath(path), WhyNoFolder(System.IO.Path.GetFullPath(path)))
    {
    }

    /// <param name="root">The folder, or nothing.</param>
    /// <param name="fault">Why there is none; whoever wants to use it is told.</param>
    private JournalFolder(string root, string? fault)
    {
        Root = root;
        _fault = fault;
        _share = new Lazy<string?>(() => IsUsable ? Storage.FindShare(Root) : null);
    }

    /// <summary>Tells what the folder lies on; a test puts a table of its own in its place.</summary>
    internal StorageProbe Storage { get; set; } = new();

    /// <summary>What the folder lies on where other machines may write to it as well; null where it is this machine's alone.</summary>
    internal string? Share => _share.Value;

    /// <summary>Absolute, so that a process that changes its folder keeps its journal; empty where there is none.</summary>
    internal string Root { get; }

    /// <summary>Whether a folder is known.</summary>
    internal bool IsUsable => _fault is null;

    internal string Entries => System.IO.Path.Combine(Root, EntriesName);

    internal string Lock => System.IO.Path.Combine(Root, "journal.lock");

    internal string Writers => System.IO.Path.Combine(Root, "writers");

    /// <summary>The folder for a server: what was named, or the user's state folder.</summary>
    /// <remarks>
    /// A server on loopback is a simulator; its play money and its quick tasks must not mix with what is paid for.
    /// </remarks>
    internal static JournalFolder For(string? path, Uri? server) =>
        For(path, server, Environment.GetEnvironmentVariable, Environment.GetFolderPath);

    /// <param name="path">What was named.</param>
    /// <param name="server">The server.</param>
    /// <param name="variable">Reads the environment.</param>
    /// <param name="special">Names a folder of the account; empty where it has none that exists.</param>
    internal static JournalFolder For(
        string? path,
        Uri? server,
        Func<string, string?> variable,
        Func<Environment.SpecialFolder, string> special)
    {
        string home = special(Environment.SpecialFolder.UserProfile);
        if (!string.IsNullOrWhiteSpace(path))
        {
            return Named(path.Trim(), home, mayBeRelative: true);
        }

        // Where the journal is a database, what else belongs to the account lies where it does without a word on it.
        if (variable(Variable) is { } named && !string.IsNullOrWhiteSpace(named) && !JournalAddress.MeansDatabase(named.Trim()))
        {
            return Named(named.Trim(), home, mayBeRelative: false);
        }

        if (StateFolder(variable, special) is not { } state)
        {
            return new JournalFolder(string.Empty, "this account has no home folder, or it does not exist");
        }

        string folder = System.IO.Path.Combine(state, Product);
        return new JournalFolder(server is { IsLoopback: true } ? System.IO.Path.Combine(folder, "simulator") : folder);
    }

    /// <exception cref="Api.ApimartException">There is no folder that a journal could lie in.</exception>
    internal void Require()
    {
        if (_fault is not null)
        {
            throw JournalErrors.NoFolder(_fault);
        }
    }

    /// <exception cref="Api.ApimartException">No lock here holds against every program that may write to the folder.</exception>
    internal void RequireOneMachine()
    {
        if (Share is { } share)
        {
            throw JournalErrors.Shared(Root, share);
        }
    }

    /// <summary>
    /// What to tell, once, of a row outside any job: it needs no lock, since every call is a new video, but its record is not safe on a share.
    /// </summary>
    internal string? ShareWarning() => Share is { } share && Interlocked.Exchange(ref _shareTold, 1) == 0
        ? $"The journal's folder '{Root}' lies on {share}, where another machine may write over what it holds. Keep the ids of these tasks."
        : null;

    internal void Create()
    {
        Require();
        CreateOwn(Root);
        CreateOwn(Writers);
    }

    /// <summary>Makes a folder that only its owner may look into; on Windows, SYSTEM and the administrators too.</summary>
    internal static void CreateOwn(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            CreateOwnOnWindows(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnlyFolder);
        }
    }

    /// <summary>
    /// A new folder does not inherit: one that a user names often lies where everyone may read. A folder that was there keeps its list.
    /// </summary>
    [SupportedOSPlatform("windows")]
    private static void CreateOwnOnWindows(string folder)
    {
        if (!Directory.Exists(folder))
        {
            OwnerOnlyList().CreateDirectory(folder);
        }
    }

    [SupportedOSPlatform("windows")]
    private static DirectorySecurity OwnerOnlyList()
    {
        using WindowsIdentity owner = WindowsIdentity.GetCurrent();
        DirectorySecurity list = new();
        list.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        foreach (SecurityIdentifier who in (SecurityIdentifier[])
        [
            owner.User!,
            new SecurityIdentifier(WellKnownSidType.LocalSystemSid, domainSid: null),
            new SecurityIdentifier(WellKnownSidType.BuiltinAdministratorsSid, domainSid: null),
        ])
        {
            list.AddAccessRule(new FileSystemAccessRule(
                who,
                FileSystemRights.FullControl,
                InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit,
                PropagationFlags.None,
                AccessControlType.Allow));
        }

        return list;
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

    private static JournalFolder Named(string path, string home, bool mayBeRelative)
    {
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal))
        {
            return System.IO.Path.IsPathFullyQualified(home)
                ? new JournalFolder(System.IO.Path.Combine(home, path[1..].TrimStart('/', '\\')))
                : new JournalFolder(string.Empty, $"'{path}' lies in the home folder, and this account has none");
        }

        return mayBeRelative || System.IO.Path.IsPathFullyQualified(path)
            ? new JournalFolder(path)
            : new JournalFolder(
                string.Empty,
                $"$env:{Variable} is '{path}', which is another folder for every folder that a script is started from");
    }

    private static string? WhyNoFolder(string path) => File.Exists(path) || path.StartsWith(@"\\.\", StringComparison.Ordinal)
        ? $"'{path}' is a file or a device, not a folder"
        : null;

    private static string? StateFolder(Func<string, string?> variable, Func<Environment.SpecialFolder, string> special)
    {
        if (OperatingSystem.IsWindows())
        {
            return NoneIfEmpty(special(Environment.SpecialFolder.LocalApplicationData));
        }

        if (!OperatingSystem.IsMacOS()
            && variable("XDG_STATE_HOME") is { Length: > 0 } state
            && System.IO.Path.IsPathRooted(state))
        {
            return state;
        }

        string home = special(Environment.SpecialFolder.UserProfile);
        return NoneIfEmpty(home) is null ? null
            : OperatingSystem.IsMacOS() ? System.IO.Path.Combine(home, "Library", "Application Support")
            : System.IO.Path.Combine(home, ".local", "state");
    }

    private static string? NoneIfEmpty(string path) => System.IO.Path.IsPathFullyQualified(path) ? path : null;
}
