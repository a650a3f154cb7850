using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace Apimart.Video.Session;

/// <summary>
/// The connections that Connect-Apimart made. Each belongs to the runspace that made it; a runspace that made none uses that of the
/// first runspace of the process that did. So a branch of ForEach-Object -Parallel finds the session's connection, and one that
/// connects for itself moves nobody else to its account.
/// </summary>
internal sealed class RunspaceConnections
{
    private readonly object _lock = new();
    private readonly ConditionalWeakTable<Runspace, ApimartConnection> _own = [];
    private WeakReference<Runspace>? _first;

    /// <summary>The connection that the calling runspace uses; setting it sets the runspace's own, and null takes that away.</summary>
    internal ApimartConnection? Current
    {
        get
        {
            lock (_lock)
            {
                return Own(Runspace.DefaultRunspace) ?? Own(First);
            }
        }

        set
        {
            if (Runspace.DefaultRunspace is not { } mine)
            {
                return;
            }

            lock (_lock)
            {
                _own.Remove(mine);
                if (value is not null)
                {
                    _own.Add(mine, value);
                    _first = First is null ? new WeakReference<Runspace>(mine) : _first;
                }
                else if (First == mine)
                {
                    _first = null;
                }
            }
        }
    }

    /// <summary>The first runspace that connected, while it lives.</summary>
    private Runspace? First =>
        _first is not null
        && _first.TryGetTarget(out Runspace? first)
        && first.RunspaceStateInfo.State is not (RunspaceState.Closed or RunspaceState.Broken)
            ? first
            : null;

    private ApimartConnection? Own(Runspace? runspace) =>
        runspace is not null && _own.TryGetValue(runspace, out ApimartConnection? connection) ? connection : null;
}
