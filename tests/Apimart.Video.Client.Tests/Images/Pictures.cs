using Apimart.Video.Client.Tests.Support;

namespace Apimart.Video.Client.Tests.Images;

/// <summary>Files that begin as pictures do.</summary>
internal static class Pictures
{
    internal static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
    internal static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF];
    internal static readonly byte[] Gif = "GIF89a"u8.ToArray();

    /// <summary>A picture of a length that is filled with one byte, so that two of them differ by it.</summary>
    internal static string Write(TempFolder folder, string name, byte[] start, int length = 500, byte fill = 1)
    {
        byte[] bytes = new byte[length];
        Array.Fill(bytes, fill);
        start.CopyTo(bytes, 0);
        File.WriteAllBytes(folder[name], bytes);
        return folder[name];
    }
}
