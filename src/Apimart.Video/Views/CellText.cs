using System.Globalization;

namespace Apimart.Video.Views;

/// <summary>Texts by the cells that they take in a terminal, reckoned as PowerShell does.</summary>
internal static class CellText
{
    private const char Cut = '…';

    internal static int Width(string text) => text.Sum(Width);

    /// <summary>The text, with its end cut off where it is too long.</summary>
    internal static string Fit(string text, int cells)
    {
        if (Width(text) <= cells)
        {
            return text;
        }

        int taken = 0;
        int length = 0;
        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext() && taken + Width(elements.GetTextElement()) < cells)
        {
            taken += Width(elements.GetTextElement());
            length += elements.GetTextElement().Length;
        }

        return string.Concat(text.AsSpan(0, length), [Cut]);
    }

    /// <summary>The text in a column of a width.</summary>
    internal static string Pad(string text, int cells)
    {
        string shown = Fit(text, cells);
        return shown + new string(' ', cells - Width(shown));
    }

    private static int Width(char c) => c
        is (>= '\u1100' and <= '\u115f')
        or '\u2329' or '\u232a'
        or (>= '\u2e80' and <= '\ua4cf' and not '\u303f')
        or (>= '\uac00' and <= '\ud7a3')
        or (>= '\uf900' and <= '\ufaff')
        or (>= '\ufe10' and <= '\ufe19')
        or (>= '\ufe30' and <= '\ufe6f')
        or (>= '\uff00' and <= '\uff60')
        or (>= '\uffe0' and <= '\uffe6') ? 2 : 1;
}
