using System.Management.Automation;
using Apimart.Video.Session;

namespace Apimart.Video.Commands;

/// <summary>Forgets the key and the address that Connect-Apimart set.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Apimart")]
[OutputType(typeof(void))]
public sealed class DisconnectApimartCommand : PSCmdlet
{
    /// <summary>Forgets the connection and disposes the clients.</summary>
    protected override void EndProcessing() => ApimartSession.Disconnect();
}
