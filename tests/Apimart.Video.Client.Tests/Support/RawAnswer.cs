namespace Apimart.Video.Client.Tests.Support;

/// <summary>An answer as it goes over the socket; what happens after its last byte is part of it.</summary>
internal sealed record RawAnswer(string Head, ReadOnlyMemory<byte> Body)
{
    internal bool ResetsAfter { get; init; }

    internal bool HangsAfter { get; init; }

    /// <summary>An answer of a status line, headers and a body; the length is stated unless a header does.</summary>
    internal static RawAnswer Of(string status, ReadOnlyMemory<byte> body, params string[] headers)
    {
        bool stated = headers.Any(header =>
            header.StartsWith("Content-Length", StringComparison.Ordinal)
            || header.StartsWith("Transfer-Encoding", StringComparison.Ordinal)
            || header.StartsWith("X-No-Length", StringComparison.Ordinal));
        IEnumerable<string> all = stated ? headers : headers.Append($"Content-Length: {body.Length}");
        string head = $"HTTP/1.1 {status}\r\nConnection: close\r\n{string.Concat(all.Select(header => header + "\r\n"))}\r\n";
        return new RawAnswer(head, body);
    }

    internal static RawAnswer Empty(string status, params string[] headers) =>
        Of(status, ReadOnlyMemory<byte>.Empty, headers);

    /// <summary>This answer with its body cut off after some bytes; the stated length stays.</summary>
    internal RawAnswer CutAfter(int length) => this with { Body = Body[..Math.Min(length, Body.Length)] };
}
