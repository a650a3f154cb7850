using System.Management.Automation;
using System.Net;
using System.Security;
using Apimart.Video.Api;

namespace Apimart.Video.Commands;

/// <summary>Sets the key, the address and the proxy for the rest of the session.</summary>
[Cmdlet(VerbsCommunications.Connect, "Apimart")]
[OutputType(typeof(ApimartConnection))]
public sealed class ConnectApimartCommand : PSCmdlet
{
    /// <summary>The API key, as a SecureString or a text; without it $env:APIMART_API_KEY is used.</summary>
    [Parameter(Position = 0)]
    [SecureStringTransformation]
    [ValidateNotNull]
    public SecureString? ApiKey { get; set; }

    /// <summary>The API's address, such as a mirror or a simulator.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? BaseUri { get; set; }

    /// <summary>The proxy for the API and for downloads.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Proxy { get; set; }

    /// <summary>The credential for the proxy.</summary>
    [Parameter]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>The folder of the journal.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    /// <summary>Returns the connection, without the key.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Checks the values and keeps them; nothing is sent.</summary>
    protected override void EndProcessing()
    {
        try
        {
            ApimartConnection connection = ApimartSession.Resolve(ApiKey, BaseUri) with
            {
                Proxy = Proxy,
                ProxyCredential = ProxyCredential?.GetNetworkCredential(),
                JournalPath = JournalPath is null ? null : GetUnresolvedProviderPathFromPSPath(JournalPath),
            };
            ApimartSession.GetClient(connection);
            ApimartSession.Current = connection;
            if (PassThru)
            {
                WriteObject(connection);
            }
        }
        catch (Exception fault) when (fault is MissingKeyException or ArgumentException)
        {
            ThrowTerminatingError(ApimartErrors.From(fault, BaseUri));
        }
    }
}
