namespace Apimart.Video.Client.Tests.Support;

/// <summary>The answers of a file host that keeps the rules of HTTP.</summary>
internal static class FileAnswers
{
    internal const string Tag = "\"a\"";

    /// <summary>What the request asks for: the whole file, or the rest of it if it is still the same.</summary>
    internal static RawAnswer To(RawRequest request, byte[] video, string tag = Tag) =>
        request.From is { } from && request.IfRange == tag ? Rest(from, video, tag) : Whole(video, tag);

    internal static RawAnswer Whole(byte[] video, string tag = Tag) =>
        RawAnswer.Of("200 OK", video, $"ETag: {tag}", "Content-Type: video/mp4");

    internal static RawAnswer Rest(long from, byte[] video, string tag = Tag) => RawAnswer.Of(
        "206 Partial Content",
        video.AsMemory((int)from),
        $"ETag: {tag}",
        $"Content-Range: bytes {from}-{video.Length - 1}/{video.Length}");

    /// <summary>A body of unknown length, in one chunk; without an end it breaks off as a killed server's does.</summary>
    internal static RawAnswer Chunked(byte[] body, bool ends, params string[] headers)
    {
        byte[] chunk = [.. System.Text.Encoding.ASCII.GetBytes($"{body.Length:x}\r\n"), .. body, .. ends ? "\r\n0\r\n\r\n"u8 : "\r\n"u8];
        return RawAnswer.Of("200 OK", chunk, [.. headers, "Transfer-Encoding: chunked"]);
    }
}
