namespace Apimart.Video.Models;

/// <summary>
/// An address that the server calls: public http or https on port 80 or 443, and none of the API's own hosts. The server
/// drops any other without a word, so that it would be noticed when the call never comes.
/// </summary>
public sealed class WebhookRule : ParameterRule
{
    private static readonly string[] s_apiDomains = ["apimart.ai", "apimart.asia", "apib.ai", "aiuxu.com", "aishuch.com"];

    /// <inheritdoc/>
    public override string Allowed => "a public http:// or https:// address on port 80 or 443 that is not one of APIMart";

    internal override bool Fits(ParameterType type) => type is ParameterType.String;

    internal override bool Allows(object value) => Objection((string)value) is null;

    internal override string Describe(object value) =>
        $"'{Sentence.Shorten((string)value)}' ({Objection((string)value)})";

    /// <summary>What is wrong with an address, or null when nothing is.</summary>
    private static string? Objection(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.Host.Length == 0)
        {
            return "no http or https address";
        }

        string host = uri.IdnHost.TrimEnd('.');
        return uri.Port is not (80 or 443) ? $"port {uri.Port}"
            : PublicAddress.Objection(uri) is { } notPublic ? notPublic
            : s_apiDomains.Any(domain => PublicAddress.IsIn(host, domain)) ? "a host of the API"
            : null;
    }
}
