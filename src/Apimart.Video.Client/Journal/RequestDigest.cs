using System.Security.Cryptography;
using System.Text;
using Apimart.Video.Models;

namespace Apimart.Video.Journal;

/// <summary>By what equal requests are recognised in the journal.</summary>
internal static class RequestDigest
{
    internal static string Of(PreparedRequest request) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(request.Identity))).ToLowerInvariant();
}
