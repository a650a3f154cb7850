using System.Management.Automation;

namespace Apimart.Video.Loading;

/// <summary>Runs when PowerShell imports the module.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <summary>Makes the module's dependencies findable.</summary>
    public void OnImport() => DependencyContext.Register();
}
