using Apimart.Video.Account;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;

namespace Apimart.Video.Client.Tests.Account;

/// <summary>A client of a server whose waits are over at once.</summary>
public abstract class AccountTest
{
    internal const string Key = "sk-secret";

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    internal ImpatientTime Time { get; } = new();

    internal ApimartClientOptions Options(Uri address, string key = Key) => new()
    {
        ApiKey = key,
        BaseUri = address,
        TimeProvider = Time,
        ReadTimeout = TimeSpan.FromMinutes(5),
    };

    internal ApimartClient Client(ScriptedServer server) => new(Options(server.Address));

    internal PriceClient Prices(ScriptedServer server) => new(Options(server.Address));

    internal static ScriptedServer Server(params string[] bodies) =>
        new([.. bodies.Select(body => ScriptedServer.Answer(200, body))]);
}
