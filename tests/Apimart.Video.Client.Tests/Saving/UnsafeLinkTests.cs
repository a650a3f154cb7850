using System.Net;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Downloads;
using Apimart.Video.Network;

namespace Apimart.Video.Client.Tests.Saving;

/// <summary>Links into the network that the client stands in, by the address registries (RFC 6890).</summary>
public sealed class UnsafeLinkTests : SavingTest
{
    private static readonly Uri s_api = new("https://api.apimart.ai/");

    [Theory]
    [InlineData("8.8.8.8", AddressKind.Public)]
    [InlineData("172.32.0.1", AddressKind.Public)]
    [InlineData("2606:4700::1", AddressKind.Public)]
    [InlineData("127.0.0.1", AddressKind.Loopback)]
    [InlineData("127.9.9.9", AddressKind.Loopback)]
    [InlineData("0.0.0.0", AddressKind.Loopback)]
    [InlineData("::1", AddressKind.Loopback)]
    [InlineData("::", AddressKind.Loopback)]
    [InlineData("::ffff:127.0.0.1", AddressKind.Loopback)]
    [InlineData("169.254.169.254", AddressKind.LinkLocal)]
    [InlineData("fe80::1", AddressKind.LinkLocal)]
    [InlineData("::ffff:169.254.169.254", AddressKind.LinkLocal)]
    [InlineData("64:ff9b::a9fe:a9fe", AddressKind.LinkLocal)]
    [InlineData("10.1.2.3", AddressKind.Private)]
    [InlineData("172.16.0.1", AddressKind.Private)]
    [InlineData("192.168.1.1", AddressKind.Private)]
    [InlineData("100.100.100.200", AddressKind.Private)]
    [InlineData("fd00::1", AddressKind.Private)]
    [InlineData("2002:a00:1::", AddressKind.Private)]
    [InlineData("198.18.0.1", AddressKind.Reserved)]
    [InlineData("224.0.0.1", AddressKind.Reserved)]
    [InlineData("ff02::1", AddressKind.Reserved)]
    [InlineData("2001:db8::1", AddressKind.Reserved)]
    [InlineData("9.255.255.255", AddressKind.Public)]
    [InlineData("11.0.0.0", AddressKind.Public)]
    [InlineData("100.63.255.255", AddressKind.Public)]
    [InlineData("100.64.0.0", AddressKind.Private)]
    [InlineData("100.127.255.255", AddressKind.Private)]
    [InlineData("100.128.0.0", AddressKind.Public)]
    [InlineData("169.253.0.1", AddressKind.Public)]
    [InlineData("168.254.0.1", AddressKind.Public)]
    [InlineData("172.15.255.255", AddressKind.Public)]
    [InlineData("172.16.0.0", AddressKind.Private)]
    [InlineData("172.31.255.255", AddressKind.Private)]
    [InlineData("192.167.0.1", AddressKind.Public)]
    [InlineData("191.168.0.1", AddressKind.Public)]
    [InlineData("192.0.0.8", AddressKind.Reserved)]
    [InlineData("192.0.1.1", AddressKind.Public)]
    [InlineData("192.0.2.1", AddressKind.Reserved)]
    [InlineData("192.1.2.1", AddressKind.Public)]
    [InlineData("198.17.255.255", AddressKind.Public)]
    [InlineData("198.19.255.255", AddressKind.Reserved)]
    [InlineData("198.20.0.0", AddressKind.Public)]
    [InlineData("198.51.100.1", AddressKind.Reserved)]
    [InlineData("198.51.101.1", AddressKind.Public)]
    [InlineData("203.0.113.1", AddressKind.Reserved)]
    [InlineData("203.0.114.1", AddressKind.Public)]
    [InlineData("203.1.113.1", AddressKind.Public)]
    [InlineData("223.255.255.255", AddressKind.Public)]
    [InlineData("255.255.255.255", AddressKind.Reserved)]
    [InlineData("fec0::1", AddressKind.Private)]
    [InlineData("fc00::1", AddressKind.Private)]
    [InlineData("2001:db9::1", AddressKind.Public)]
    [InlineData("3ffe::1", AddressKind.Public)]
    [InlineData("4000::1", AddressKind.Reserved)]
    [InlineData("1fff::1", AddressKind.Reserved)]
    [InlineData("2003:a00:1::", AddressKind.Public)]
    [InlineData("64:ff9b::808:808", AddressKind.Public)]
    [InlineData("65:ff9b::808:808", AddressKind.Reserved)]
    internal void Every_address_has_its_kind(string address, AddressKind kind) =>
        Assert.Equal(kind, AddressKinds.Of(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://cdn.example.com/v.mp4")]
    [InlineData("https://10.0.0.5/v.mp4")]
    [InlineData("https://192.168.0.1/v.mp4")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[fd00::1]/v.mp4")]
    [InlineData("https://[::ffff:10.0.0.5]/v.mp4")]
    [InlineData("https://2130706433/v.mp4")]
    [InlineData("https://0x7f.1/v.mp4")]
    [InlineData("ftp://cdn.example.com/v.mp4")]
    public async Task Beside_an_api_in_the_internet_no_link_leads_inside(string link)
    {
        SaveException fault = await FailAsync(new Uri(link), s_api);

        Assert.Equal(SaveFault.UnsafeLink, fault.Fault);
        Assert.Empty(Files);
    }

    /// <summary>Only a server on this machine, as a simulator, has links without encryption, and only to itself.</summary>
    [Theory]
    [InlineData("http://127.0.0.1:1/v.mp4", "https://api.apimart.ai/")]
    [InlineData("http://localhost:1/v.mp4", "https://api.apimart.ai/")]
    [InlineData("http://cdn.example.com/v.mp4", "http://127.0.0.1:1/")]
    [InlineData("http://10.0.0.1/v.mp4", "https://10.0.0.2/")]
    public async Task Plain_http_leads_from_a_server_on_this_machine_to_this_machine_only(string link, string api)
    {
        SaveException fault = await FailAsync(new Uri(link), new Uri(api));

        Assert.Equal(SaveFault.UnsafeLink, fault.Fault);
        Assert.Contains("plain http", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Whoever has the query can fetch the file.</summary>
    [Fact]
    public async Task A_link_that_is_not_followed_is_told_without_its_query()
    {
        SaveException fault = await FailAsync(new Uri("https://10.0.0.5/v.mp4?token=secret#part"), s_api);

        Assert.Contains("'https://10.0.0.5/v.mp4'", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_on_this_machine_is_not_asked_by_number_or_by_name()
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video), TestCertificate.Create());

        foreach (string name in (string[])["127.0.0.1", "localhost", "cdn.example.com"])
        {
            SaveException fault = await FailAsync(new UriBuilder(host.Address) { Host = name }.Uri, s_api, IPAddress.Loopback);
            Assert.Equal(SaveFault.UnsafeLink, fault.Fault);
        }

        Assert.Empty(host.Requests);
    }

    [Fact]
    public async Task Where_the_api_is_a_private_gateway_its_network_is_reached_and_no_other()
    {
        Assert.Equal(
            SaveFault.UnsafeLink,
            (await FailAsync(new Uri("https://169.254.169.254/v.mp4"), new Uri("https://10.0.0.1/"))).Fault);
        Assert.Equal(SaveFault.UnsafeLink, (await FailAsync(new Uri("https://127.0.0.1:1/v.mp4"), new Uri("https://10.0.0.1/"))).Fault);
        Assert.NotEqual(
            SaveFault.UnsafeLink,
            (await FailAsync(new Uri("https://127.0.0.1:1/v.mp4"), new Uri("https://gateway.example.com/"), IPAddress.Loopback)).Fault);
    }

    [Fact]
    public async Task A_redirect_inside_is_not_followed()
    {
        await using RawFileServer host = new(_ => RawAnswer.Empty("302 Found", "Location: https://192.168.7.7/v.mp4"));

        Assert.Equal(SaveFault.UnsafeLink, (await FailAsync(TaskWith(host.Address))).Fault);
    }

    [Fact]
    public async Task A_proxy_may_stand_anywhere()
    {
        await using RawFileServer proxy = new(_ => RawAnswer.Empty("502 Bad Gateway"));
        using VideoSaver saver = new(
            new SaverConnection { TimeProvider = Time, BaseUri = s_api, Proxy = new WebProxy(proxy.Address) }, NoRefresh, Options());

        Task<IReadOnlyList<SavedVideo>> saving = saver.SaveAsync(TaskWith(new Uri("https://cdn.example.com/v.mp4")));
        await RunAsync(saving);
        SaveException fault = await Assert.ThrowsAsync<SaveException>(() => saving);

        Assert.Equal(SaveFault.Network, fault.Fault);
        Assert.StartsWith("CONNECT cdn.example.com:443", proxy.Requests.First().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_speaks_no_http_may_stand_anywhere_too()
    {
        byte[] first = new byte[1];
        await using LoopbackListener proxy = new(async (socket, stopping) => await socket.ReceiveAsync(first, stopping));
        using VideoSaver saver = new(
            new SaverConnection { TimeProvider = Time, BaseUri = s_api, Proxy = new WebProxy($"socks5://127.0.0.1:{proxy.Port}") }, NoRefresh, Options());

        Task<IReadOnlyList<SavedVideo>> saving = saver.SaveAsync(TaskWith(new Uri($"https://cdn.example.com:{proxy.Port}/v.mp4")));
        await RunAsync(saving);

        Assert.Equal(SaveFault.Network, (await Assert.ThrowsAsync<SaveException>(() => saving)).Fault);
        Assert.Equal(5, first[0]);
    }

    private Task<SaveException> FailAsync(Uri link, Uri api, params IPAddress[] addresses) =>
        Assert.ThrowsAsync<SaveException>(() => SaveAsync(link, api, CancellationToken.None, addresses));

    private async Task SaveAsync(Uri link, Uri api, CancellationToken cancellationToken, params IPAddress[] addresses)
    {
        using VideoSaver saver = new(
            new SaverConnection
            {
                TimeProvider = Time,
                BaseUri = api,
                Proxy = new WebProxy(),
                Resolve = (name, _) => Task.FromResult(name == s_api.Host ? [IPAddress.Parse("8.8.8.8")] : addresses),
            },
            NoRefresh,
            Options());
        Task<IReadOnlyList<SavedVideo>> saving = saver.SaveAsync(TaskWith(link), progress: null, cancellationToken);
        await RunAsync(saving);
        await saving;
    }
}
