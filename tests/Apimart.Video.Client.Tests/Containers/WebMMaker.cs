namespace Apimart.Video.Client.Tests.Containers;

/// <summary>Writes WebM files element by element, as RFC 8794 and 9559 describe them.</summary>
internal static class WebMMaker
{
    internal const uint Segment = 0x18538067;
    internal const uint Info = 0x1549A966;
    internal const uint Tracks = 0x1654AE6B;
    internal const uint Cluster = 0x1F43B675;
    internal const uint Cues = 0x1C53BB6B;
    internal const uint Void = 0xEC;
    internal const uint Timecode = 0xE7;
    internal const uint SimpleBlock = 0xA3;

    internal static byte[] Head(string type = "webm") =>
        Element(0x1A45DFA3, [.. Element(0x4286, [1]), .. Element(0x4282, System.Text.Encoding.ASCII.GetBytes(type)), .. Element(0x4287, [2])]);

    /// <param name="id">The id with its marker bits.</param>
    /// <param name="content">The content.</param>
    /// <param name="isLive">Whether the length is left unknown, as live streams do.</param>
    /// <param name="width">In how many bytes the length is written; 0 for as few as it takes.</param>
    internal static byte[] Element(uint id, byte[] content, bool isLive = false, int width = 0)
    {
        List<byte> element = [.. BitConverter.GetBytes(id).Reverse().SkipWhile(b => b == 0)];
        int length = width > 0 ? width : content.Length < 0x7f ? 1 : content.Length < 0x3fff ? 2 : 4;
        ulong marker = 1UL << (7 * length);
        ulong size = marker | (isLive ? marker - 1 : (ulong)content.Length);
        element.AddRange(BitConverter.GetBytes(size).Reverse().TakeLast(length));
        return [.. element, .. content];
    }
}
