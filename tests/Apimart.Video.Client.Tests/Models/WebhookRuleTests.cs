using Apimart.Video.Models;

namespace Apimart.Video.Client.Tests.Models;

public sealed class WebhookRuleTests
{
    [Theory]
    [InlineData("https://hooks.example.com/apimart")]
    [InlineData("http://hooks.example.com:80/")]
    [InlineData("https://hooks.example.com:443")]
    [InlineData("http://hooks.example.com:443")]
    [InlineData("https://203.0.113.9/hook")]
    [InlineData("https://172.15.0.1/")]
    [InlineData("https://172.32.0.1/")]
    [InlineData("https://[2001:db8::1]/")]
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
    [InlineData("https://api.apimart.ai/", "host of the API")]
    [InlineData("https://apib.ai/", "host of the API")]
    public void An_address_that_the_server_would_drop_is_refused_with_the_reason(string address, string reason)
    {
        RequestProblem problem = Assert.Single(Ask.Refusal("MiniMax-H3", $"Webhook={address}"));

        Assert.Equal("InvalidWebhook", problem.ErrorId);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }
}
