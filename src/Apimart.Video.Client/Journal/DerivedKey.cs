using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Apimart.Video.Journal;

/// <summary>The key that tells the server that two submits are the same one: 1 to 191 visible ASCII characters.</summary>
internal static class IdempotencyKey
{
    internal static string Create() => $"apv-{Guid.NewGuid():n}";
}

/// <summary>
/// The Idempotency-Key of a job's row: a UUID of version 5 (RFC 9562) of all that makes the row itself. Another machine, or this
/// one after it lost its journal, sends the same key for the same row, and a server that honours keys answers with the same task.
/// </summary>
internal static class DerivedKey
{
    /// <summary>The name space: the same for every installation, and for ever.</summary>
    private static readonly Guid s_space = new("5b0f6c1e-6f0d-4f53-9c43-3d7c7f2f8a11");

    /// <param name="row">The row.</param>
    /// <param name="attempt">0, and one more each time that the row was surely refused, or failed and is wanted again.</param>
    internal static string Of(RowIdentity row, int attempt) => "apv-" + Name(row, attempt);

    /// <summary>By what the entries of a row that was never sent belong together; it is sent to nobody.</summary>
    internal static string OfUnsent(RowIdentity row) => "row-" + Name(row, attempt: 0);

    private static string Name(RowIdentity row, int attempt) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Version5($"{row.Server}\n{row.Job}\n{row.Digest}\n{row.Occurrence}\n{row.Take}\n{attempt}"):n}");

    private static Guid Version5(FormattableString name)
    {
        byte[] bytes = [.. s_space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(FormattableString.Invariant(name))];
#pragma warning disable CA5350 // RFC 9562 makes version 5 with SHA-1; nothing here is kept secret by it.
        Span<byte> hash = SHA1.HashData(bytes).AsSpan(0, 16);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
