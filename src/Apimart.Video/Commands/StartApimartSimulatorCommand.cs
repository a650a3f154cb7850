using System.Management.Automation;
using System.Net.Sockets;
using Apimart.Video.Binding;
using Apimart.Video.Completion;
using Apimart.Video.Models;
using Apimart.Video.Models.Learned;
using Apimart.Video.Session;
using Apimart.Video.Simulator;

namespace Apimart.Video.Commands;

/// <summary>Starts the APIMart API on this machine, for trying and testing without paying, and connects the session to it.</summary>
[Cmdlet(VerbsLifecycle.Start, "ApimartSimulator")]
[OutputType(typeof(SimulatorServer))]
public sealed class StartApimartSimulatorCommand : PSCmdlet
{
    /// <summary>The port; 0 takes any free one.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    [NumberTransformation(Whole = true)]
    public int Port { get; set; }

    /// <summary>The seed of everything that looks like chance; the same seed gives the same run. Without it, each run differs.</summary>
    [Parameter]
    [NumberTransformation(Whole = true)]
    public int Seed { get; set; } = Random.Shared.Next();

    /// <summary>How long a task takes on average, in seconds or as a TimeSpan.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan TaskDuration { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The share of tasks that fail, from 0 to 1.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RangeCompleter))]
    [ValidateRange(0.0, 1.0)]
    [NumberTransformation]
    public double FailureRate { get; set; }

    /// <summary>The balance in US dollars; submits beyond it are refused.</summary>
    [Parameter]
    [ValidateRange(0.0, 1e9)]
    [NumberTransformation]
    public double? Balance { get; set; }

    /// <summary>Files of models that the simulator has besides the catalogue's, as a server has that is newer than the module.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ModelPath { get; set; } = [];

    /// <summary>What goes wrong, such as submit:reset-after-accept:2 or look:status=503:10%.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FaultCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Fault { get; set; } = [];

    /// <summary>Starts the simulator in place of one that runs already.</summary>
    protected override void EndProcessing()
    {
        SimulatorFault[] faults;
        try
        {
            faults = [.. Fault.Select(SimulatorFault.Parse)];
        }
        catch (FormatException wrong)
        {
            ThrowTerminatingError(ApimartErrors.InvalidArgument(new ArgumentException(wrong.Message, wrong), Fault));
            return;
        }

        ModelCatalogue catalogue;
        try
        {
            catalogue = ModelCatalogue.Layer(
                ModelCatalogue.Default.Models,
                ModelPath.SelectMany(path => ModelFile.Read(GetUnresolvedProviderPathFromPSPath(path))));
        }
        catch (ModelFileException wrong)
        {
            ThrowTerminatingError(ApimartErrors.InvalidModelFile(wrong));
            return;
        }

        try
        {
            SimulatorServer server = SimulatorSession.Start(new SimulatorOptions
            {
                Port = Port,
                Seed = Seed,
                TaskDuration = TaskDuration,
                FailureRate = FailureRate,
                Balance = (decimal?)Balance,
                Catalogue = catalogue,
            });
            foreach (SimulatorFault fault in faults)
            {
                server.Inject(fault);
            }

            WriteObject(server);
        }
        catch (SocketException busy)
        {
            ThrowTerminatingError(ApimartErrors.PortInUse(busy, Port));
        }
    }
}
