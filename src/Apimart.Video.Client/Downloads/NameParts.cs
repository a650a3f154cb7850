using System.Collections.Immutable;
using System.Text;

namespace Apimart.Video.Downloads;

/// <summary>Takes a template of file names to pieces.</summary>
internal static class NameParts
{
    private static readonly ImmutableArray<string> s_tokens =
        ["TaskId", "Model", "JobName", "Prompt", "n", "row", "take", "index", "Date", "ShortId"];

    /// <exception cref="SaveException">A brace has no partner, a token no name, or the text names a folder.</exception>
    internal static ImmutableArray<NamePart> Parse(string template)
    {
        ImmutableArray<NamePart>.Builder parts = ImmutableArray.CreateBuilder<NamePart>();
        StringBuilder literal = new();
        for (int at = 0; at < template.Length; at++)
        {
            char c = template[at];
            if (c is '{' or '}' && at + 1 < template.Length && template[at + 1] == c)
            {
                literal.Append(c);
                at++;
            }
            else if (c == '{')
            {
                int end = template.IndexOf('}', at);
                parts.Add(new NamePart(Literal(literal), IsToken: false, Format: null));
                parts.Add(end < 0
                    ? throw Wrong("A brace is not closed in -FileName.")
                    : Token(template[(at + 1)..end]));
                at = end;
            }
            else
            {
                literal.Append(c == '}' ? throw Wrong("A brace is closed but not opened in -FileName.") : c);
            }
        }

        parts.Add(new NamePart(Literal(literal), IsToken: false, Format: null));
        return parts.ToImmutable();
    }

    private static string Literal(StringBuilder text)
    {
        string literal = text.ToString();
        text.Clear();
        return literal.IndexOfAny(['/', '\\']) >= 0
            ? throw Wrong("-FileName names a folder; give the folder with -Path.")
            : SafeName.CleanWithin(literal);
    }

    private static NamePart Token(string text)
    {
        string[] halves = text.Split(':', 2);
        string name = halves[0].Trim();
        return name.Length == 0
            ? throw Wrong("A token has no name in -FileName.")
            : new NamePart(name, IsToken: true, halves.Length == 2 ? halves[1].Trim() : null);
    }

    /// <param name="problem">What is wrong, as a sentence.</param>
    /// <param name="columns">The row's own columns, which can stand in a name as well.</param>
    internal static SaveException Wrong(string problem, IEnumerable<string>? columns = null) =>
        new SaveErrors(string.Empty).BadTemplate(problem, s_tokens.Concat(columns ?? []).Select(token => $"{{{token}}}"));
}

/// <summary>A piece of a template: literal text, or a token with what stands behind its colon.</summary>
internal sealed record NamePart(string Text, bool IsToken, string? Format);
