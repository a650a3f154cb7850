using System.Collections.Concurrent;
using Apimart.Video.Models;

namespace Apimart.Video.Journal;

/// <summary>Counts equal rows within one run, so that two equal lines of a batch are two videos. One instance a run.</summary>
public sealed class RowCounter
{
    private readonly ConcurrentDictionary<string, int> _seen = new(StringComparer.Ordinal);

    /// <summary>How many equal requests this run had before this one. Rows must be counted in the order of the input.</summary>
    public int Next(PreparedRequest request) => _seen.AddOrUpdate(RequestDigest.Of(request), 0, (_, last) => last + 1);
}
