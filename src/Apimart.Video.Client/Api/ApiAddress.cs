using Apimart.Video.Text;

namespace Apimart.Video.Api;

/// <summary>The API's address as people write it, and as requests are made from it.</summary>
internal static class ApiAddress
{
    /// <summary>
    /// The address without blanks around it and without the path of a route: <c>https://</c> is put before a bare name (<c>http://</c> on loopback),
    /// and <c>/v1</c> with all that follows is taken off.
    /// </summary>
    /// <exception cref="ArgumentException">It is no address, not https (http is possible on loopback only), or holds a password.</exception>
    internal static Uri Mend(Uri address)
    {
        string text = address.OriginalString.Trim();
        bool bare = !text.Contains("://", StringComparison.Ordinal);
        if (!Uri.TryCreate(bare ? $"https://{text}" : text, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0 || text.Length == 0)
        {
            throw new ArgumentException($"'{WithoutUser(text)}' is not an address such as https://api.apimart.ai.");
        }

        if (uri.UserInfo.Length > 0)
        {
            throw new ArgumentException(
                $"The address of {uri.Host} holds a user name or a password, which the API does not use; leave out what stands before the @. The key is given with -ApiKey.");
        }

        if (bare && uri.IsLoopback)
        {
            uri = new Uri($"http://{text}");
        }

        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        {
            throw new ArgumentException(
                $"The address '{uri.GetLeftPart(UriPartial.Path)}' is not an https:// address; http:// is possible on this machine (loopback) only.");
        }

        string[] path = [.. uri.AbsolutePath
            .Split('/', StringSplitOptions.RemoveEmptyEntries)
            .TakeWhile(part => !part.Equals("v1", StringComparison.OrdinalIgnoreCase))];
        return new Uri($"{uri.GetLeftPart(UriPartial.Authority)}/{string.Join('/', path)}");
    }

    /// <summary>The address of a proxy.</summary>
    /// <exception cref="ArgumentException">It has no scheme, or one that no proxy has.</exception>
    internal static Uri RequireProxy(Uri address)
    {
        string text = address.OriginalString.Trim();
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)
            && uri.Host.Length > 0
            && uri.Scheme is "http" or "https" or "socks4" or "socks4a" or "socks5"
                ? uri
                : throw new ArgumentException(
                    $"The proxy '{WithoutUser(text)}' is not an address with its scheme, such as http://proxy.example:8080; socks5:// and socks4:// are possible too.");
    }

    /// <summary>An address for a message: what may be a password stays out of it.</summary>
    private static string WithoutUser(string text)
    {
        int end = text.LastIndexOf('@');
        int start = text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme && scheme < end ? scheme + 3 : 0;
        return ForeignText.WithoutSecrets.Line(end < 0 ? text : string.Concat(text.AsSpan(0, start), "***", text.AsSpan(end)));
    }
}
