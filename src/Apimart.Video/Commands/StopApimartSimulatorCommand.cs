using System.Management.Automation;
using Apimart.Video.Session;

namespace Apimart.Video.Commands;

/// <summary>Stops the simulator and brings the session's former connection back.</summary>
[Cmdlet(VerbsLifecycle.Stop, "ApimartSimulator")]
[OutputType(typeof(void))]
public sealed class StopApimartSimulatorCommand : PSCmdlet
{
    /// <summary>Stops the simulator that Start-ApimartSimulator started in this session, if it runs.</summary>
    protected override void EndProcessing()
    {
        if (!SimulatorSession.Stop())
        {
            WriteVerbose("No simulator runs in this session.");
        }
    }
}
