using System.Reflection;
using System.Runtime.Loader;

namespace Apimart.Video.Loading;

/// <summary>Keeps what the cmdlets depend on apart from the assemblies of other modules in the session.</summary>
internal sealed class DependencyContext : AssemblyLoadContext
{
    private const string OwnPrefix = "Apimart.Video.";

    private static readonly object s_lock = new();
    private static DependencyContext? s_instance;

    private readonly string _folder;

    private DependencyContext(string folder)
        : base("Apimart.Video")
    {
        _folder = folder;
    }

    /// <summary>Answers the session when it asks for the engine or the simulator, and for nothing else. Once a process.</summary>
    internal static void Register()
    {
        lock (s_lock)
        {
            if (s_instance is null)
            {
                string bin = Path.GetDirectoryName(typeof(DependencyContext).Assembly.Location)!;
                s_instance = new DependencyContext(Path.Join(bin, "dependencies"));
                Default.Resolving += static (_, name) =>
                    name.Name!.StartsWith(OwnPrefix, StringComparison.Ordinal) ? s_instance.Load(name) : null;
            }
        }
    }

    /// <summary>Finds the module's own copies and leaves everything else to the session.</summary>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Join(_folder, $"{assemblyName.Name}.dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
