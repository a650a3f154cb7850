using System.Management.Automation;
using Apimart.Video.Account;
using Apimart.Video.Async;

namespace Apimart.Video.Commands;

/// <summary>Tells what is left to spend, on the key and on the account.</summary>
[Cmdlet(VerbsCommon.Get, "ApimartBalance")]
[OutputType(typeof(ApimartBalance))]
public sealed class GetApimartBalanceCommand : ConnectedCommand
{
    /// <summary>Whose balance; without it that of the key, then that of the account.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public AccountScope[] Scope { get; set; } = [AccountScope.Key, AccountScope.Account];

    /// <inheritdoc/>
    protected override void ProcessItem()
    {
        ApimartClient client = Client;
        foreach (AccountScope scope in Scope)
        {
            Start(
                async stopping => Send(await client.GetBalanceAsync(scope, stopping).ConfigureAwait(false)),
                scope,
                limit: 1);
        }
    }
}
