using System.Reflection;
using System.Runtime.InteropServices;

namespace Apimart.Video.Tests;

/// <summary>The built module's assemblies, read without PowerShell and without running any of their code.</summary>
internal static class ModuleMetadata
{
    private static readonly Lazy<MetadataLoadContext> s_context = new(Open);

    /// <summary>The assembly of the cmdlets.</summary>
    internal static Assembly Cmdlets => s_context.Value.LoadFromAssemblyName("Apimart.Video");

    /// <summary>The assembly of the engine.</summary>
    internal static Assembly Client => s_context.Value.LoadFromAssemblyName("Apimart.Video.Client");

    /// <summary>The folder of the built module.</summary>
    internal static string Folder => Setting("Module");

    private static MetadataLoadContext Open()
    {
        string[] runtime = Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll");
        string[] module = Directory.GetFiles(Folder, "*.dll", SearchOption.AllDirectories);
        return new MetadataLoadContext(new PathAssemblyResolver([.. runtime, .. module, Setting("PowerShellContract")]));
    }

    private static string Setting(string name) =>
        typeof(ModuleMetadata).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(setting => setting.Key == name)
            .Value!;
}
