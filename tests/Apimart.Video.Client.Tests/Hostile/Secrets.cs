using System.Globalization;
using System.Text;

namespace Apimart.Video.Client.Tests.Hostile;

/// <summary>What may not leave the engine: the key in many spellings, and characters that act on a terminal or are not seen.</summary>
internal static class Secrets
{
    internal const string Key = "sk-Geheim7Q9zXw42LmNpRt";

    private static readonly string[] s_spelled =
    [
        Key,
        $"'{Key}'",
        $"Bearer {Key}",
        string.Concat(Key.Select(c => $"%{(int)c:X2}")),
        Key.Replace("-", "%2d", StringComparison.Ordinal),
        string.Concat(Key.Select(c => $"\\u{(int)c:x4}")),
        Convert.ToBase64String(Encoding.ASCII.GetBytes($"Bearer {Key}")),
        Convert.ToBase64String(Encoding.ASCII.GetBytes(Key)),
        Convert.ToHexString(Encoding.ASCII.GetBytes(Key)),
        Key.Insert(9, "\u200B"),
        $"https://h/v.mp4?k={Key}",
    ];

    private static readonly string[] s_controls =
    [
        "\u001b]0;title\u0007", "\u001b[2J", "\0", "\u009b31m", "\u202E", "\u200B", "\uFEFF", "\r\n", "\u2028", "\u007F",
    ];

    internal static string Spelled(int which) => s_spelled[which % s_spelled.Length];

    internal static string Control(int which) => s_controls[which % s_controls.Length];

    /// <summary>What of a text may not leave, or null.</summary>
    internal static string? In(string? text)
    {
        if (text is null)
        {
            return null;
        }

        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                || rune == Rune.ReplacementChar && !text.Contains('\uFFFD'))
            {
                return $"U+{rune.Value:X4}";
            }
        }

        string plain = Uri.UnescapeDataString(text);
        return Array.Find(
            [Key, s_spelled[5], s_spelled[6][10..], s_spelled[7][..30], s_spelled[8]],
            spelled => plain.Contains(spelled, StringComparison.OrdinalIgnoreCase));
    }
}
