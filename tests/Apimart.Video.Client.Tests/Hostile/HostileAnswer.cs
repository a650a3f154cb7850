using System.Text;

namespace Apimart.Video.Client.Tests.Hostile;

/// <summary>An answer that a test made, and what it proves.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">The headers, whether true or not.</param>
/// <param name="Body">The body.</param>
/// <param name="IsWhole">Whether the body is still JSON, so that an id in it can be found.</param>
/// <param name="NamesTask">Whether the planted id stands where ids stand.</param>
internal sealed record HostileAnswer(int Status, IReadOnlyList<string> Headers, byte[] Body, bool IsWhole, bool NamesTask)
{
    private string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Whether the server says that it did not execute the request, so that the same one may come again under the same key.</summary>
    internal bool MayBeRepeated => Status == 429
        || (Status == 503 && (Headers.Any(header => header.StartsWith("Retry-After", StringComparison.Ordinal)) || Says("idempotency_unavailable")))
        || (Status == 409 && Says("idempotency_in_progress"));

    /// <summary>Whether the server refused the request, so that it may come again under a new key.</summary>
    internal bool MayFreeTheKey => Status is (>= 400 and < 500 and not (408 or 429)) or (>= 200 and < 300);

    internal byte[] ToBytes() =>
    [
        .. Encoding.Latin1.GetBytes($"HTTP/1.1 {Status} X\r\n{string.Concat(Headers.Select(header => header + "\r\n"))}\r\n"),
        .. Body,
    ];

    public override string ToString() => $"{Status} [{string.Join("; ", Headers)}] {Text}";

    private bool Says(string word) => Text.Contains(word, StringComparison.Ordinal);
}
