using System.Globalization;
using Apimart.Video.Models;

namespace Apimart.Video.Journal;

/// <summary>Counts equal rows within one run, so that two equal lines of a batch are two videos. One instance a run.</summary>
internal sealed class RowCounter
{
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    /// <summary>How many equal requests this run had before this one. Rows must be counted in the order of the input.</summary>
    /// <param name="request">The row's request.</param>
    /// <param name="take">Which video of the row: each take is counted on its own, so that a further one moves no other.</param>
    public int Next(PreparedRequest request, int take = 1)
    {
        string row = string.Create(CultureInfo.InvariantCulture, $"{request.Digest}#{take}");
        lock (_seen)
        {
            _seen.TryGetValue(row, out int before);
            _seen[row] = before + 1;
            return before;
        }
    }
}
