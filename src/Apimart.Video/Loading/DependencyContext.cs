using System.Reflection;
using System.Runtime.Loader;

namespace Apimart.Video.Loading;

/// <summary>Keeps what the cmdlets depend on apart from the assemblies of other modules in the session.</summary>
internal sealed class DependencyContext : AssemblyLoadContext
{
    private const string OwnPrefix = "Apimart.Video.";

    /// <summary>What all need; and what is asked for only where a journal is a database.</summary>
    private static readonly string[] s_folders = ["dependencies", "postgresql"];

    private static readonly object s_lock = new();
    private static DependencyContext? s_instance;

    private readonly string _bin;

    private DependencyContext(string bin)
        : base("Apimart.Video")
    {
        _bin = bin;
    }

    /// <summary>
    /// Answers the session when it asks for an assembly of this module's, and for nothing else. Once a process. What talks to a database
    /// is not given away: the runtime asks for it by itself, to compile ahead what an earlier session used, also where this one names none.
    /// </summary>
    internal static void Register()
    {
        lock (s_lock)
        {
            if (s_instance is null)
            {
                s_instance = new DependencyContext(Path.GetDirectoryName(typeof(DependencyContext).Assembly.Location)!);
                Default.Resolving += static (_, name) =>
                    name.Name!.StartsWith(OwnPrefix, StringComparison.Ordinal) && name.Name != DatabaseDriver.AssemblyName ? s_instance.Load(name) : null;
            }
        }
    }

    /// <summary>Loads an assembly of the module's, whoever else may have asked for it.</summary>
    /// <exception cref="IOException">It is not there.</exception>
    internal static Assembly LoadOwn(string name) => s_instance!.LoadFromAssemblyName(new AssemblyName(name));

    /// <summary>Finds the module's own copies and leaves everything else to the session.</summary>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        foreach (string folder in s_folders)
        {
            string path = Path.Join(_bin, folder, $"{assemblyName.Name}.dll");
            if (File.Exists(path))
            {
                return LoadFromAssemblyPath(path);
            }
        }

        return null;
    }
}
