using System.Security.Cryptography;
using System.Text;
using Apimart.Video.Models.Rows;

namespace Apimart.Video.Journal;

/// <summary>
/// By what a row is known again that was refused before it was sent, although what it says was corrected since: the user's own name or
/// id for it, or failing that its prompt, or failing that its place.
/// </summary>
/// <param name="Digest">Of the name or the prompt, and which of the two it is.</param>
/// <param name="Namesakes">How many rows before it in its input have the same one.</param>
/// <param name="Number">Its place in its input, counted from 1; null for a request of its own.</param>
internal readonly record struct RowName(string Digest, int Namesakes, int? Number)
{
    private const char Named = 'n';
    private const char Unnamed = 'p';

    /// <summary>Whether it has no name of its own, so that its place tells as well.</summary>
    internal bool IsUnnamed => Digest[0] == Unnamed;

    internal static RowName Of(InputRow? row, string? prompt) => row?.Name is { } name
        ? new RowName(DigestOf(Named, name), row.Namesakes, row.Number)
        : new RowName(DigestOf(Unnamed, prompt ?? string.Empty), row?.Namesakes ?? 0, row?.Number);

    private static string DigestOf(char kind, string text) =>
        kind + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.Trim()))).ToLowerInvariant();
}

/// <summary>Counts rows of the same name within one run, in the order of the input. One instance a run.</summary>
internal sealed class RowNameCounter
{
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    /// <summary>The row with the number of its namesakes before it. Each row of the input is counted once.</summary>
    internal InputRow Count(InputRow row, string? prompt)
    {
        string name = RowName.Of(row, prompt).Digest;
        int before = _seen.GetValueOrDefault(name);
        _seen[name] = before + 1;
        return row with { Namesakes = before };
    }
}
