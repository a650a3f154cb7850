using Apimart.Video.Models;

namespace Apimart.Video.Chains;

/// <summary>One video of a row.</summary>
/// <param name="Request">The request.</param>
/// <param name="Take">Which video of the row, counted from 1.</param>
/// <param name="Occurrence">How many equal ones the input has before it.</param>
internal sealed record PreparedVideo(PreparedRequest Request, int Take, int Occurrence)
{
    /// <summary>Its identity, by which what goes on from it names it.</summary>
    internal string Id => ChainId.Of(Request.Digest, Occurrence, Take);

    /// <summary>The video that it goes on from; null for none.</summary>
    internal VideoBefore? Before { get; init; }
}
