using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Apimart.Video.Text;

/// <summary>Links that go on the wire as they were given: a signature covers the bytes, so that <c>%7E</c> must not become <c>~</c>.</summary>
internal static class WebLink
{
    private static readonly UriCreationOptions s_asGiven = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>A link to a file; what no request line can hold is encoded, and a fragment is left off.</summary>
    internal static bool TryCreate(string? text, [NotNullWhen(true)] out Uri? link)
    {
        link = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        int fragment = text.IndexOf('#', StringComparison.Ordinal);
        string address = Encode((fragment < 0 ? text : text[..fragment]).Trim());
        return Uri.TryCreate(address, UriKind.Absolute, out link)
            && !link.IsFile
            && (!IsWeb(address) || IsAsGiven(link, address) || Uri.TryCreate(address, s_asGiven, out link));
    }

    /// <summary>Most links need no special care; they stay equal to the same link made in the usual way.</summary>
    private static bool IsAsGiven(Uri link, string address) => address.EndsWith(link.PathAndQuery, StringComparison.Ordinal);

    private static bool IsWeb(string text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    private static string Encode(string text)
    {
        // The host's own letters are another matter: they have a spelling of their own in DNS.
        int path = text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? text.IndexOfAny(['/', '?'], scheme + 3) : 0;
        if (path < 0 || !text.AsSpan(path).ContainsAnyExceptInRange('!', '~'))
        {
            return text;
        }

        StringBuilder encoded = new(text, 0, path, text.Length + 32);
        foreach (Rune rune in text.AsSpan(path).EnumerateRunes())
        {
            encoded.Append(rune.Value is >= '!' and <= '~' ? rune.ToString() : Uri.EscapeDataString(rune.ToString()));
        }

        return encoded.ToString();
    }
}
