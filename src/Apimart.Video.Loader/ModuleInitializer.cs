using System.Management.Automation;

namespace Apimart.Video.Loader;

/// <summary>
/// Runs when PowerShell imports the module, before it looks at the cmdlets: a nested module comes first, and the cmdlets' own
/// types cannot be read until their dependencies are found.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <summary>Makes the module's dependencies findable.</summary>
    public void OnImport() => DependencyContext.Register();
}
