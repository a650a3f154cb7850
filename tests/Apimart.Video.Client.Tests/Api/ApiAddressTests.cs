using Apimart.Video.Api;

namespace Apimart.Video.Client.Tests.Api;

/// <summary>Addresses as people write them: the key goes where they lead, and what stands before an @ is shown nowhere.</summary>
public sealed class ApiAddressTests
{
    [Theory]
    [InlineData("https://api.apimart.ai", "https://api.apimart.ai/")]
    [InlineData("  api.apimart.ai ", "https://api.apimart.ai/")]
    [InlineData("api.apimart.ai:8443", "https://api.apimart.ai:8443/")]
    [InlineData("127.0.0.1:8080", "http://127.0.0.1:8080/")]
    [InlineData("localhost:8080/v1", "http://localhost:8080/")]
    [InlineData("https://127.0.0.1:8080", "https://127.0.0.1:8080/")]
    [InlineData("http://127.0.0.1:8080/v1/videos/generations", "http://127.0.0.1:8080/")]
    [InlineData("https://gateway.example/apimart/V1/tasks", "https://gateway.example/apimart")]
    [InlineData("https://gateway.example/v10", "https://gateway.example/v10")]
    [InlineData("https://gateway.example//a//b/", "https://gateway.example/a/b")]
    [InlineData("https://gateway.example/a?key=x#y", "https://gateway.example/a")]
    public void An_address_is_mended_to_where_routes_begin(string written, string address) =>
        Assert.Equal(address, ApiAddress.Mend(new Uri(written, UriKind.RelativeOrAbsolute)).AbsoluteUri);

    [Theory]
    [InlineData("", "is not an address")]
    [InlineData("http://api.apimart.ai", "is not an https:// address")]
    [InlineData("http://api.apimart.ai/a?secret", "is not an https:// address")]
    [InlineData("ftp://127.0.0.1", "is not an https:// address")]
    [InlineData("https://user:secret@api.apimart.ai", "holds a user name or a password")]
    [InlineData("secret@api.apimart.ai", "holds a user name or a password")]
    [InlineData("user:secret@bad host", "'***@bad host' is not an address")]
    [InlineData("secret@bad://host name", "'***@bad://host name' is not an address")]
    [InlineData("bad host", "'bad host' is not an address")]
    public void An_address_that_would_show_the_key_is_refused_without_showing_a_password(string written, string words)
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => ApiAddress.Mend(new Uri(written, UriKind.RelativeOrAbsolute)));

        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://proxy.example:8080")]
    [InlineData(" https://proxy.example:8443 ")]
    [InlineData("socks4://proxy.example:1080")]
    [InlineData("socks4a://proxy.example:1080")]
    [InlineData("socks5://proxy.example:1080")]
    public void A_proxy_has_its_scheme(string written) =>
        Assert.Equal("proxy.example", ApiAddress.RequireProxy(new Uri(written, UriKind.RelativeOrAbsolute)).Host);

    [Theory]
    [InlineData("proxy.example:8080", "'proxy.example:8080'")]
    [InlineData("proxy.example", "'proxy.example'")]
    [InlineData("socks5:/proxy.example", "'socks5:/proxy.example'")]
    [InlineData("ftp://user:secret@proxy.example", "'ftp://***@proxy.example'")]
    [InlineData("", "''")]
    public void What_is_no_proxy_is_refused_without_showing_a_password(string written, string shown)
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => ApiAddress.RequireProxy(new Uri(written, UriKind.RelativeOrAbsolute)));

        Assert.Contains(shown, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }
}
