using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Apimart.Video.Session;

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

/// <summary>Runs when PowerShell removes the module: gives back what the runspace holds, and with the last of them all that the module holds.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    private static readonly object s_lock = new();
    private static readonly List<WeakReference<Runspace>> s_importers = [];

    /// <summary>Notes that the calling runspace has the module.</summary>
    internal static void Enter()
    {
        lock (s_lock)
        {
            Forget(Runspace.DefaultRunspace);
            s_importers.Add(new WeakReference<Runspace>(Runspace.DefaultRunspace));
        }
    }

    /// <summary>Stops the simulator that this runspace started and forgets its connection; closes everything where no other runspace has the module.</summary>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        bool last;
        lock (s_lock)
        {
            Forget(Runspace.DefaultRunspace);
            last = s_importers.Count == 0;
        }

        SimulatorSession.Leave(last);
        ApimartSession.Leave(last);
    }

    private static void Forget(Runspace mine) => s_importers.RemoveAll(importer =>
        !importer.TryGetTarget(out Runspace? runspace)
        || runspace == mine
        || runspace.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken);
}
