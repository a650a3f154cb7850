using System.Security.Cryptography;
using System.Text;
using Apimart.Video.Models;

namespace Apimart.Video.Journal;

/// <summary>By what equal requests are recognised in the journal.</summary>
internal static class RequestDigest
{
    internal static string Of(PreparedRequest request) => request.Digest;

    /// <summary>The digest of what makes a request itself.</summary>
    internal static string OfIdentity(string identity) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(identity))).ToLowerInvariant();
}
