using System.Text.RegularExpressions;

namespace Apimart.Video.Simulator.Checks;

/// <summary>
/// A webhook that the API would call (APIMart docs, tasks/webhook). The real server drops any other without a word; here it is
/// refused, so that a script's fault shows.
/// </summary>
internal static partial class WebhookCheck
{
    internal static bool Holds(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
        && uri.Scheme is ("http" or "https")
        && uri.Port is (80 or 443)
        && !Private().IsMatch(uri.Host)
        && !Own().IsMatch(uri.Host);

    [GeneratedRegex(@"^(localhost|[^.:]+|.*\.(local|internal)|(0|10|127)\..*|192\.168\..*|169\.254\..*|172\.(1[6-9]|2\d|3[01])\..*|\[(::1?|f[cd].*|fe[89ab].*)\])$", RegexOptions.IgnoreCase)]
    private static partial Regex Private();

    [GeneratedRegex(@"(^|\.)(apimart\.ai|apib\.ai|aiuxu\.com|aishuch\.com)$", RegexOptions.IgnoreCase)]
    private static partial Regex Own();
}
