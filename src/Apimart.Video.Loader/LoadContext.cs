using System.Reflection;
using System.Runtime.Loader;

namespace Apimart.Video.Loader;

/// <summary>Keeps the module's assemblies apart from those of other modules in the session.</summary>
public sealed class LoadContext : AssemblyLoadContext
{
    private static readonly object s_lock = new();
    private static LoadContext? s_instance;

    private readonly string _folder;

    private LoadContext(string folder)
        : base("Apimart.Video")
    {
        _folder = folder;
    }

    /// <summary>Loads the module's main assembly, once a process; a later call returns the same assembly.</summary>
    /// <param name="path">The full path of the assembly; what it depends on lies in the same folder.</param>
    public static Assembly Load(string path)
    {
        lock (s_lock)
        {
            s_instance ??= new LoadContext(Path.GetDirectoryName(path)!);
            return s_instance.LoadFromAssemblyPath(path);
        }
    }

    /// <summary>Finds the module's own assemblies beside it and leaves all others to the session.</summary>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Join(_folder, $"{assemblyName.Name}.dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
