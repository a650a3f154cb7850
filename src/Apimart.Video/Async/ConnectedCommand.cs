using System.Management.Automation;
using System.Security;
using Apimart.Video.Api;

namespace Apimart.Video.Commands;

/// <summary>A cmdlet that talks to the API.</summary>
public abstract class ConnectedCommand : AsyncCommand
{
    private ApimartClient? _client;

    /// <summary>The API key; without it the one of Connect-Apimart or $env:APIMART_API_KEY is used.</summary>
    [Parameter]
    [SecureStringTransformation]
    [ValidateNotNull]
    public SecureString? ApiKey { get; set; }

    /// <summary>The API's address; without it the one of Connect-Apimart or $env:APIMART_BASE_URL is used.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? BaseUri { get; set; }

    /// <summary>The connection that the parameters, the session and the environment add up to.</summary>
    private protected ApimartConnection Connection => ApimartSession.Resolve(ApiKey, BaseUri);

    /// <summary>The client of the connection; without a key this ends the pipeline with the advice how to get one.</summary>
    private protected ApimartClient Client
    {
        get
        {
            if (_client is null)
            {
                try
                {
                    _client = ApimartSession.GetClient(Connection);
                }
                catch (Exception fault) when (fault is MissingKeyException or ArgumentException)
                {
                    ThrowTerminatingError(ApimartErrors.From(fault, target: null));
                }
            }

            return _client!;
        }
    }
}
