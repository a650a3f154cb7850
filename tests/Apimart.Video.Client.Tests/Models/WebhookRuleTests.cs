using Apimart.Video.Models;

namespace Apimart.Video.Client.Tests.Models;

public sealed class WebhookRuleTests
{
    [Theory]
    [InlineData("https://hooks.example.com/apimart")]
    [InlineData("http://hooks.example.com:80/")]
    [InlineData("https://hooks.example.com:443")]
    [InlineData("http://hooks.example.com:443")]
    [InlineData("https://8.8.8.8/hook")]
    [InlineData("https://172.15.0.1/")]
    [InlineData("https://172.32.0.1/")]
    [InlineData("https://[2606:4700::1111]/")]
    [InlineData("https://notapimart.ai/")]
    public void A_public_address_is_taken(string address) =>
        Assert.Equal(address, Ask.Field(Ask.Prepare("MiniMax-H3", $"Webhook={address}"), "webhook")!.GetValue<string>());

    [Theory]
    [InlineData("hooks.example.com", "no http or https")]
    [InlineData("ftp://hooks.example.com/", "no http or https")]
    [InlineData("https://hooks.example.com:8443/", "port 8443")]
    [InlineData("http://localhost/", "private name")]
    [InlineData("http://builder/", "private name")]
    [InlineData("https://nas.local/", "private name")]
    [InlineData("http://127.0.0.1/", "private address")]
    [InlineData("http://10.1.2.3/", "private address")]
    [InlineData("http://172.16.0.1/", "private address")]
    [InlineData("http://172.31.255.1/", "private address")]
    [InlineData("http://192.168.1.1/", "private address")]
    [InlineData("http://169.254.169.254/", "private address")]
    [InlineData("http://100.64.0.1/", "private address")]
    [InlineData("http://[::1]/", "private address")]
    [InlineData("http://[fd00::1]/", "private address")]
    [InlineData("http://[fe80::1]/", "private address")]
    [InlineData("http://[::ffff:10.0.0.1]/", "private address")]
    [InlineData("http://[64:ff9b::7f00:1]/", "private address")]
    [InlineData("http://[64:ff9b::a9fe:a9fe]/", "private address")]
    [InlineData("http://[2002:c0a8:101::]/", "private address")]
    [InlineData("http://[::127.0.0.1]/", "leads nowhere")]
    [InlineData("http://[ff02::1]/", "leads nowhere")]
    [InlineData("http://203.0.113.9/", "leads nowhere")]
    [InlineData("http://198.18.0.1/", "leads nowhere")]
    [InlineData("https://api.apimart.ai/", "host of the API")]
    [InlineData("https://apib.ai/", "host of the API")]
    public void An_address_that_the_server_would_drop_is_refused_with_the_reason(string address, string reason)
    {
        RequestProblem problem = Assert.Single(Ask.Refusal("MiniMax-H3", $"Webhook={address}"));

        Assert.Equal("InvalidWebhook", problem.ErrorId);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://10.0.0.1/a.png")]
    [InlineData("https://[64:ff9b::7f00:1]/a.png")]
    [InlineData("https://[64:ff9b::10.1.2.3]/a.png")]
    [InlineData("https://[2002:7f00:1::]/a.png")]
    [InlineData("https://[2002:a9fe:a9fe::1]/a.png")]
    [InlineData("https://[::ffff:192.168.0.1]/a.png")]
    public void A_picture_on_an_inner_address_is_refused_however_the_address_is_wrapped(string link) =>
        Assert.Contains("private address", Assert.Single(Ask.Refusal("veo3.1-fast", $"ImageUrl={link}")).Message, StringComparison.Ordinal);
}
