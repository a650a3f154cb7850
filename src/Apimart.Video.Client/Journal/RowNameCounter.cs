using Apimart.Video.Models.Rows;

namespace Apimart.Video.Journal;

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
