using System.Collections.Concurrent;
using Apimart.Video.Models;

namespace Apimart.Video.Journal;

/// <summary>Counts equal rows within one run, so that two equal lines of a batch are two videos. One instance a run.</summary>
internal sealed class RowCounter
{
    private readonly ConcurrentDictionary<(string Digest, int Take), int> _seen = new();

    /// <summary>How many equal requests this run had before this one. Rows must be counted in the order of the input.</summary>
    /// <param name="request">The row's request.</param>
    /// <param name="take">Which video of the row: each take is counted on its own, so that a further one moves no other.</param>
    public int Next(PreparedRequest request, int take = 1) =>
        _seen.AddOrUpdate((request.Digest, take), 0, (_, last) => last + 1);
}
