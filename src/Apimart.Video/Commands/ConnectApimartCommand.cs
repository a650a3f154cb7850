using System.Globalization;
using System.Management.Automation;
using System.Security;
using Apimart.Video.Account;
using Apimart.Video.Api;
using Apimart.Video.Async;
using Apimart.Video.Binding;
using Apimart.Video.Models;
using Apimart.Video.Session;

namespace Apimart.Video.Commands;

/// <summary>Sets the key, the address and the proxy for the rest of the session.</summary>
[Cmdlet(VerbsCommunications.Connect, "Apimart")]
[OutputType(typeof(ApimartConnection))]
public sealed class ConnectApimartCommand : AsyncCommand
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

    /// <summary>The journal: a folder, or a database that many machines share.</summary>
    [Parameter]
    [Alias("JournalPath")]
    [ValidateNotNullOrEmpty]
    public string? Journal { get; set; }

    /// <summary>The user and password for the journal's database.</summary>
    [Parameter]
    public PSCredential? JournalCredential { get; set; }

    /// <summary>Asks the server for the balance, and keeps the connection only if the key works.</summary>
    [Parameter]
    public SwitchParameter Test { get; set; }

    /// <summary>Returns the connection, without the key.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Checks the values and keeps them; with -Test, once the server has taken the key.</summary>
    protected override void ProcessItem()
    {
        ClientPool.Lease lease;
        ApimartConnection connection;
        try
        {
            connection = ApimartSession.Resolve(ApiKey, BaseUri).Through(Proxy, ProxyCredential?.GetNetworkCredential()) with
            {
                JournalAddress = JournalPlace.Find(this, Journal, JournalCredential),
            };
            lease = ApimartSession.TakeClient(connection);
        }
        catch (Exception fault) when (fault is MissingKeyException or ArgumentException or ApimartException)
        {
            ThrowTerminatingError(ApimartErrors.From(fault, target: null));
            return;
        }

        if (!Test)
        {
            lease.Dispose();
            Keep(connection);
            return;
        }

        Start(
            async stopping =>
            {
                using (lease)
                {
                    try
                    {
                        Send(new Tested(connection, await lease.Client.GetBalanceAsync(AccountScope.Key, stopping).ConfigureAwait(false), Fault: null));
                    }
                    catch (ApimartException fault)
                    {
                        Send(new Tested(connection, Balance: null, fault));
                    }
                }
            },
            target: null);
    }

    /// <inheritdoc/>
    protected override void Receive(object result)
    {
        (ApimartConnection connection, ApimartBalance? balance, ApimartException? fault) = (Tested)result;
        if (balance is not null)
        {
            WriteInformation(
                new HostInformationMessage { Message = $"The key works at {connection.BaseUri}: {Left(balance)}." },
                ["PSHOST"]);
        }
        else if (fault!.Code == "balance_unavailable")
        {
            WriteWarning($"The server did not refuse the key, but whether it works cannot be told: {fault.Message}");
        }
        else
        {
            ThrowTerminatingError(ApimartErrors.From(fault, target: null));
        }

        Keep(connection);
    }

    private static string Left(ApimartBalance balance) => balance.IsUnlimited
        ? "its spend has no limit"
        : string.Create(CultureInfo.InvariantCulture, $"${balance.Remaining:0.00##} left to spend");

    private void Keep(ApimartConnection connection)
    {
        ApimartSession.Current = connection;

        // What is typed next asks for the models first: they are read while it is typed.
        _ = Task.Run(static () => ModelCatalogue.Default);
        if (PassThru)
        {
            WriteObject(connection);
        }
    }

    /// <summary>What the server says of the key.</summary>
    private sealed record Tested(ApimartConnection Connection, ApimartBalance? Balance, ApimartException? Fault);
}
