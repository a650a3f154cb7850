using System.Globalization;
using System.Text;

namespace Apimart.Video.Downloads;

/// <summary>Makes file names that every file system takes and that can never be a path.</summary>
internal static class SafeName
{
    /// <summary>
    /// The longest name in bytes of UTF-8: file systems take 255 bytes or UTF-16 units, and a suffix like
    /// <c>.part.json</c> has to fit as well.
    /// </summary>
    internal const int LongestName = 200;

    private const string LastResort = "video";
    private const char Substitute = '-';
    private const char ZeroWidthJoiner = '\u200d';

    private static readonly HashSet<string> s_devices = new(
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$", .. Numbered("COM"), .. Numbered("LPT")],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>A text without what no name may hold; blanks of every kind become one blank.</summary>
    internal static string Clean(string text) => CleanWithin(text).Trim();

    /// <summary>The same for a piece of a name, whose blanks at the ends count.</summary>
    internal static string CleanWithin(string text)
    {
        StringBuilder clean = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                AppendOnce(clean, ' ');
            }
            else if (rune.Value < 128 && "<>:\"/\\|?*".Contains((char)rune.Value, StringComparison.Ordinal))
            {
                AppendOnce(clean, Substitute);
            }
            else if (IsVisible(rune))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>The first <paramref name="length"/> characters as a reader counts them; none is cut in two.</summary>
    internal static string Cut(string text, int length)
    {
        StringInfo elements = new(text);
        return elements.LengthInTextElements <= length ? text : elements.SubstringByTextElements(0, length);
    }

    /// <summary>A whole name from its parts, the stem cut to fit.</summary>
    /// <param name="stem">The part that may be cut.</param>
    /// <param name="ending">What has to stay: a number, an id, the extension.</param>
    /// <param name="fallback">The stem where nothing is left of it.</param>
    internal static string Fit(string stem, string ending, string fallback)
    {
        string kept = CutToBytes(Trim(stem), LongestName - Encoding.UTF8.GetByteCount(ending));
        if (kept.Length == 0)
        {
            kept = CutToBytes(Trim(Clean(fallback)), LongestName - Encoding.UTF8.GetByteCount(ending));
        }

        // A name that begins with its extension would be hidden, or be nothing but dots.
        kept = kept.Length == 0 ? LastResort : kept;

        string name = kept + ending;
        return s_devices.Contains(name.Split('.')[0].TrimEnd()) ? "_" + name : name;
    }

    /// <summary>Without the ends that Windows drops, that hide a file on Unix, or that read like an option.</summary>
    private static string Trim(string stem) => stem.TrimStart(' ', '.', Substitute).TrimEnd(' ', '.', Substitute);

    private static string CutToBytes(string text, int length)
    {
        if (Encoding.UTF8.GetByteCount(text) <= length)
        {
            return text;
        }

        StringBuilder kept = new();
        int bytes = 0;
        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            string element = elements.GetTextElement();
            bytes += Encoding.UTF8.GetByteCount(element);
            if (bytes > length)
            {
                break;
            }

            kept.Append(element);
        }

        return Trim(kept.ToString());
    }

    private static void AppendOnce(StringBuilder text, char c)
    {
        if (text.Length == 0 || text[^1] != c)
        {
            text.Append(c);
        }
    }

    /// <summary>Not a mark that turns the direction of text or joins invisibly, nor a stand-in for half a character.</summary>
    private static bool IsVisible(Rune rune) =>
        rune.Value == ZeroWidthJoiner
        || (rune != Rune.ReplacementChar
            && Rune.GetUnicodeCategory(rune)
                is not (UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned));

    private static IEnumerable<string> Numbered(string device) => "0123456789¹²³".Select(digit => device + digit);
}
