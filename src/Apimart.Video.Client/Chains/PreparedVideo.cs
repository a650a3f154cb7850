using System.Globalization;
using System.Security.Cryptography;
using System.Text;
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

/// <summary>The video that another goes on from.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Label">How a message names it.</param>
internal sealed record VideoBefore(string Id, string Label);

/// <summary>The identity of a row's video, as what goes on from it holds it.</summary>
internal static class ChainId
{
    private const int Bytes = 20;

    /// <param name="digest">The digest of the row's request, which holds the identity of what the row itself goes on from.</param>
    /// <param name="occurrence">Which of the equal rows of the input it is.</param>
    /// <param name="take">Which video of the row it is.</param>
    internal static string Of(string digest, int occurrence, int take) => Convert.ToHexString(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{digest}\n{occurrence}\n{take}"))).AsSpan(0, Bytes))
        .ToLowerInvariant();
}
