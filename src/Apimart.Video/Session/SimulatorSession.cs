using System.Management.Automation.Runspaces;
using Apimart.Video.Binding;
using Apimart.Video.Simulator;

namespace Apimart.Video.Session;

/// <summary>The simulator that this session runs, and the connection it stands in for.</summary>
internal static class SimulatorSession
{
    private static readonly object s_lock = new();
    private static SimulatorServer? s_server;
    private static ApimartConnection? s_former;
    private static Guid s_owner;

    /// <summary>Starts a simulator in place of the one that runs, if one does, and connects the session to it.</summary>
    internal static SimulatorServer Start(SimulatorOptions options)
    {
        lock (s_lock)
        {
            Stop();
            s_former = ApimartSession.Current;
            s_server = SimulatorServer.Start(options);
            s_owner = Runspace.DefaultRunspace.InstanceId;
            ApimartSession.Current = new ApimartConnection
            {
                BaseUri = s_server.BaseUri,
                Key = SecureStringTransformationAttribute.Protect(s_server.ApiKey),
            };
            return s_server;
        }
    }

    /// <summary>Stops the simulator where the module leaves the runspace that started it, or the last one.</summary>
    internal static void Leave(bool last)
    {
        lock (s_lock)
        {
            if (last || s_owner == Runspace.DefaultRunspace.InstanceId)
            {
                Stop();
            }
        }
    }

    /// <summary>Stops the simulator, if one runs, brings the former connection back, and lets a script delete the folder of its journal.</summary>
    internal static bool Stop()
    {
        lock (s_lock)
        {
            if (s_server is null)
            {
                return false;
            }

            if (ApimartSession.Current?.BaseUri == s_server.BaseUri)
            {
                ApimartSession.Current = s_former;
            }

            s_server.Dispose();
            s_server = null;
            s_former = null;
            ApimartSession.Rest();
            return true;
        }
    }
}
