namespace Apimart.Video.Text;

internal static class Sentence
{
    private const int LongestQuote = 80;

    internal static string Or(IEnumerable<string> items) => Join(items, "or");

    internal static string And(IEnumerable<string> items) => Join(items, "and");

    internal static string Shorten(string text) =>
        text.Length <= LongestQuote ? text : string.Concat(text.AsSpan(0, LongestQuote), "…");

    private static string Join(IEnumerable<string> items, string word)
    {
        string[] all = items.ToArray();
        return all.Length < 2
            ? string.Concat(all)
            : $"{string.Join(", ", all.SkipLast(1))} {word} {all[^1]}";
    }
}
