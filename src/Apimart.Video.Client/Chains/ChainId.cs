using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Apimart.Video.Chains;

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
