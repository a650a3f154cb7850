using System.Buffers;
using System.Globalization;
using System.Text;

namespace Apimart.Video.Text;

/// <summary>
/// Finds one secret in a text, in the spellings in which servers and proxies give back what they were sent: as it is, in any
/// case, with characters written as <c>%73</c>, <c>\u0073</c> or <c>&amp;#115;</c>, with invisible characters in between, in
/// hexadecimal, and in Base64 on its own or within a longer value such as <c>Bearer KEY</c>.
/// </summary>
internal sealed class SecretMask
{
    private const string Hidden = "***";
    private static readonly SearchValues<char> s_base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=");

    private readonly string _secret;
    private readonly string _hex;
    private readonly string[] _base64;

    internal SecretMask(string secret)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(secret);
        _secret = secret;
        _hex = Convert.ToHexString(bytes);
        _base64 = [.. Enumerable.Range(0, 3).Select(offset => InBase64(bytes, offset))];
    }

    /// <summary>The text with <c>***</c> in place of the secret.</summary>
    internal string Apply(string text)
    {
        StringBuilder? shown = null;
        int from = 0;
        for (int at = 0; at < text.Length;)
        {
            int length = LengthAt(text, at);
            if (length == 0)
            {
                at++;
                continue;
            }

            shown = (shown ?? new StringBuilder(text.Length)).Append(text, from, at - from).Append(Hidden);
            at += length;
            from = at;
        }

        return shown is null ? text : shown.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>The characters that stand for the secret's bytes alone, whatever comes before and after them.</summary>
    private static string InBase64(byte[] secret, int offset)
    {
        byte[] padded = new byte[offset + secret.Length];
        secret.CopyTo(padded, offset);
        int first = ((offset * 8) + 5) / 6;
        return Convert.ToBase64String(padded)[first..(padded.Length * 8 / 6)];
    }

    private int LengthAt(string text, int at)
    {
        // A percent sign of the secret's own stands for itself, or is the beginning of its code.
        int length = Math.Max(SpelledLength(text, at, codeFirst: false), SpelledLength(text, at, codeFirst: true));
        if (length > 0)
        {
            return length;
        }

        length = CodedLength(text, at, _hex, char.ToUpperInvariant);
        foreach (string coded in length > 0 ? [] : _base64)
        {
            length = Math.Max(length, CodedLength(text, at, coded, ToStandard));
        }

        return length;
    }

    private static char ToStandard(char c) => c switch { '-' => '+', '_' => '/', _ => c };

    /// <summary>How much of the text is this code, which may be wrapped, and the end of a code that goes on.</summary>
    private static int CodedLength(string text, int at, string code, Func<char, char> normal)
    {
        int position = at;
        for (int i = 0; i < code.Length; i++)
        {
            position = i == 0 ? position : SkipInvisible(text, position);
            if (position >= text.Length || normal(text[position]) != code[i])
            {
                return 0;
            }

            position++;
        }

        // The next characters may still hold some bits of the secret's last one.
        int rest = text.AsSpan(position).IndexOfAnyExcept(s_base64);
        return position - at + Math.Min(rest < 0 ? text.Length - position : rest, 4);
    }

    private static int SkipInvisible(string text, int position)
    {
        while (position < text.Length && char.GetUnicodeCategory(text[position]) is (UnicodeCategory.Control or UnicodeCategory.Format))
        {
            position++;
        }

        return position;
    }

    private int SpelledLength(string text, int at, bool codeFirst)
    {
        int position = at;
        for (int i = 0; i < _secret.Length; i++)
        {
            position = i == 0 ? position : SkipInvisible(text, position);
            int used = UnitLength(text, position, _secret[i], codeFirst);
            if (used == 0)
            {
                return 0;
            }

            position += used;
        }

        return position - at;
    }

    /// <summary>How many characters of the text stand for this one of the secret, or 0.</summary>
    private static int UnitLength(string text, int at, char wanted, bool codeFirst)
    {
        if (at >= text.Length)
        {
            return 0;
        }

        bool isItself = char.ToUpperInvariant(text[at]) == char.ToUpperInvariant(wanted);
        if (isItself && !codeFirst)
        {
            return 1;
        }

        ReadOnlySpan<char> rest = text.AsSpan(at);
        int length = rest[0] switch
        {
            '%' => PercentLength(rest, wanted),
            '\\' when rest.StartsWith("\\u", StringComparison.OrdinalIgnoreCase) => CodeLength(rest, 2, 4, wanted),
            '\\' when rest.StartsWith("\\x", StringComparison.OrdinalIgnoreCase) => CodeLength(rest, 2, 2, wanted),
            '\\' when rest.Length > 1 && rest[1] == wanted => 2,
            '&' => EntityLength(rest, wanted),
            '+' when wanted == ' ' => 1,
            _ => 0,
        };
        return length == 0 && isItself ? 1 : length;
    }

    /// <summary><c>%73</c>, or <c>%2573</c> where it was encoded more than once.</summary>
    private static int PercentLength(ReadOnlySpan<char> rest, char wanted)
    {
        int prefix = 1;
        while (rest[prefix..].StartsWith("25", StringComparison.Ordinal))
        {
            prefix += 2;
        }

        int length = CodeLength(rest, prefix, 2, wanted);
        return length > 0 || prefix == 1 ? length : CodeLength(rest, prefix - 2, 2, wanted);
    }

    /// <summary><c>&amp;#115;</c>, <c>&amp;#x73;</c> or a name, with the ampersand encoded as often as may be.</summary>
    private static int EntityLength(ReadOnlySpan<char> rest, char wanted)
    {
        int prefix = 1;
        while (rest[prefix..].StartsWith("amp;", StringComparison.OrdinalIgnoreCase))
        {
            prefix += 4;
        }

        ReadOnlySpan<char> entity = rest[prefix..];
        int end = entity.IndexOf(';');
        if (end is > 0 and <= 9 && CodeOf(entity[..end]) is { } code && Is(code, wanted))
        {
            return prefix + end + 1;
        }

        return prefix > 1 && wanted == '&' ? prefix : 0;
    }

    private static int? CodeOf(ReadOnlySpan<char> entity)
    {
        if (entity[0] != '#')
        {
            return entity switch
            {
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                _ => null,
            };
        }

        bool hex = entity.Length > 1 && entity[1] is 'x' or 'X';
        return int.TryParse(entity[(hex ? 2 : 1)..], hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out int code)
            ? code
            : null;
    }

    private static int CodeLength(ReadOnlySpan<char> rest, int start, int digits, char wanted) =>
        rest.Length >= start + digits
        && int.TryParse(rest.Slice(start, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code)
        && Is(code, wanted)
            ? start + digits
            : 0;

    private static bool Is(int code, char wanted) =>
        code <= char.MaxValue && char.ToUpperInvariant((char)code) == char.ToUpperInvariant(wanted);
}
