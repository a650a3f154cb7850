using System.Management.Automation;

namespace Apimart.Video.Loading;

/// <summary>
/// Runs when PowerShell imports the module, after it has read the types of the cmdlets. None of them may hold a value type of the
/// engine's, whose layout would be asked for before the engine can be found; a module of its own that comes first would cost
/// every import a third more time.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <summary>Makes the module's dependencies findable.</summary>
    public void OnImport()
    {
        DependencyContext.Register();
        ModuleCleanup.Enter();
    }
}
