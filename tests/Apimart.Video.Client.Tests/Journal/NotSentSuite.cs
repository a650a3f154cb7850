using System.Net;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>Holds in a folder.</summary>
public sealed class NotSentTests() : NotSentSuite(new FolderHome());

/// <summary>Holds in a database.</summary>
public sealed class DatabaseNotSentTests() : NotSentSuite(new DatabaseHome());

/// <summary>What fails before the first byte has left.</summary>
public abstract class NotSentSuite : IDisposable
{
    private readonly JournalHome _folder;
    private readonly ImpatientTime _time = new();

    private protected NotSentSuite(JournalHome folder)
    {
        _folder = folder;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_told_at_once_and_leaves_the_row_free()
    {
        await using RawFileServer server = new(_ => throw new InvalidOperationException("Nothing may arrive."), TestCertificate.Create());

        ApimartException fault = await SubmitAsync(server.Address, proxy: null);

        Assert.Equal(ApimartErrorKind.NotSent, fault.Kind);
        Assert.Contains("certificate", fault.Advice, StringComparison.Ordinal);
        Assert.Empty(_time.Waits);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_proxy_that_wants_a_password_is_told_at_once()
    {
        using ScriptedServer proxy = new("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        ApimartException fault = await SubmitAsync(new Uri("https://api.example"), new WebProxy(proxy.Address));

        Assert.Equal(ApimartErrorKind.NotSent, fault.Kind);
        Assert.Contains("-ProxyCredential", fault.Advice, StringComparison.Ordinal);
        Assert.Empty(_time.Waits);
        Assert.DoesNotContain("sk-test", Assert.Single(proxy.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_is_never_asked_for_this_machine()
    {
        using ScriptedServer proxy = new(ScriptedServer.Answer(200, "{}"));
        using ScriptedServer server = new(ScriptedServer.Answer(402, "{}"));

        await SubmitAsync(server.Address, new WebProxy(proxy.Address));

        Assert.Empty(proxy.Requests);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(System.Net.Sockets.SocketError.AccessDenied, true)]
    [InlineData(System.Net.Sockets.SocketError.ConnectionRefused, false)]
    [InlineData(System.Net.Sockets.SocketError.NetworkUnreachable, false)]
    public void What_waiting_cannot_mend_is_told_apart(System.Net.Sockets.SocketError error, bool lasting)
    {
        HttpRequestException cause = new(HttpRequestError.ConnectionError, "no", new System.Net.Sockets.SocketException((int)error));

        Assert.Equal((true, lasting), (ConnectFault.Of(cause).IsNotSent, ConnectFault.Of(cause).IsLasting));
    }

    private async Task<ApimartException> SubmitAsync(Uri address, IWebProxy? proxy)
    {
        using EntryJournal journal = _folder.Open(address, _time);
        using ApimartClient client = new(new ApimartClientOptions
        {
            ApiKey = "sk-test",
            BaseUri = address,
            Proxy = proxy,
            Journal = journal,
            TimeProvider = _time,
        });
        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(
            () => client.SubmitAsync(Rows.Row("sea"), new SubmitOptions { JobName = "autumn" }));
        Assert.Equal(
            fault.Kind == ApimartErrorKind.NotSent ? ApimartTaskStatus.NotSent : ApimartTaskStatus.Refused,
            Assert.Single(journal.Query(JournalQuery.All)).Status);
        return fault;
    }
}
