using System.Globalization;
using System.Text;

namespace Apimart.Video.Text;

/// <summary>
/// The gate for what servers, file hosts and proxies say: nothing of it reaches an exception, the journal, a stream or an
/// object before it has gone through here. It hides what this client keeps secret, shows what would act on a terminal or not be seen,
/// and keeps messages short.
/// </summary>
internal sealed class ForeignText
{
    /// <summary>The gate where no secret is known, such as for text of an older journal.</summary>
    internal static readonly ForeignText WithoutSecrets = new();

    /// <summary>Shorter ones would be found in words that have nothing to do with them; no key is that short.</summary>
    private const int ShortestSecret = 4;
    private const int LongestMessage = 400;
    private const int LongestWord = 64;

    private readonly SecretMask[] _secrets;

    internal ForeignText(params string?[] secrets)
    {
        _secrets = [.. secrets
            .Where(secret => secret?.Length >= ShortestSecret)
            .Distinct()
            .OrderByDescending(secret => secret!.Length)
            .Select(secret => new SecretMask(secret!))];
    }

    /// <summary>A text of any length: on one line, without secrets, and with every character visible. Links stay links.</summary>
    internal string Clean(string text)
    {
        foreach (SecretMask secret in _secrets)
        {
            text = secret.Apply(text);
        }

        return ToVisible(text);
    }

    /// <summary>A text for a message: clean and of bounded length.</summary>
    internal string Line(string text) => Bound(Clean(Bound(text, LongestMessage * 16)).Trim(), LongestMessage);

    /// <summary>A word such as an error's code: clean and short.</summary>
    internal string? Word(string? text) => string.IsNullOrWhiteSpace(text) ? null : Bound(Clean(text).Trim(), LongestWord);

    /// <summary>
    /// The cause of a fault, as it is where it says nothing that may not leave; else its words alone. Runtimes quote what they
    /// could not read.
    /// </summary>
    internal Exception? Clean(Exception? cause)
    {
        if (cause is null)
        {
            return null;
        }

        bool harmless = true;
        for (Exception? inner = cause; inner is not null; inner = inner.InnerException)
        {
            harmless &= Line(inner.Message) == inner.Message;
        }

        return harmless ? cause : new IOException(Line(cause.GetBaseException().Message));
    }

    /// <summary>Shows what a terminal would obey or a reader not see: controls, direction marks, zero-width characters, halves of surrogates.</summary>
    internal static string ToVisible(string text)
    {
        if (IsPlain(text))
        {
            return text;
        }

        bool link = IsLink(text);
        StringBuilder shown = new(text.Length + 16);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!IsUnseen(rune))
            {
                shown.Append(rune);
            }
            else if (link)
            {
                shown.Append(Uri.EscapeDataString(rune.ToString()));
            }
            else
            {
                shown.Append(Picture(rune.Value));
            }
        }

        return shown.ToString();
    }

    private static bool IsPlain(string text)
    {
        foreach (char c in text)
        {
            if (c is < ' ' or > '~')
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLink(string text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    private static bool IsUnseen(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control
        or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator;

    private static string Picture(int code) => code switch
    {
        '\t' or '\n' or '\r' => " ",
        < ' ' => ((char)('\u2400' + code)).ToString(),
        0x7F => "\u2421",
        _ => string.Create(CultureInfo.InvariantCulture, $"<U+{code:X4}>"),
    };

    private static string Bound(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        int end = char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
