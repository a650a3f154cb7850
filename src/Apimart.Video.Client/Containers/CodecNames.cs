using Apimart.Video.Text;

namespace Apimart.Video.Containers;

/// <summary>Names of codecs for people, by the codes that files have.</summary>
internal static class CodecNames
{
    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        ["avc1"] = "H.264", ["avc3"] = "H.264", ["hvc1"] = "H.265", ["hev1"] = "H.265", ["dvh1"] = "H.265", ["dvhe"] = "H.265",
        ["vvc1"] = "H.266", ["vvi1"] = "H.266", ["av01"] = "AV1", ["vp08"] = "VP8", ["vp09"] = "VP9", ["mp4v"] = "MPEG-4",
        ["jpeg"] = "MJPEG", ["mjpa"] = "MJPEG", ["mjpb"] = "MJPEG", ["apch"] = "ProRes", ["apcn"] = "ProRes", ["apcs"] = "ProRes",
        ["apco"] = "ProRes", ["ap4h"] = "ProRes", ["ap4x"] = "ProRes", ["s263"] = "H.263", ["png "] = "PNG",
        ["mp4a"] = "AAC", ["Opus"] = "Opus", ["fLaC"] = "FLAC", ["alac"] = "ALAC", ["ac-3"] = "AC-3", ["ec-3"] = "E-AC-3",
        [".mp3"] = "MP3", ["sowt"] = "PCM", ["twos"] = "PCM", ["lpcm"] = "PCM", ["in24"] = "PCM", ["in32"] = "PCM", ["fl32"] = "PCM",
        ["fl64"] = "PCM", ["ipcm"] = "PCM", ["fpcm"] = "PCM", ["raw "] = "PCM", ["ulaw"] = "PCM", ["alaw"] = "PCM",
        ["V_MPEG4/ISO/AVC"] = "H.264", ["V_MPEGH/ISO/HEVC"] = "H.265", ["V_AV1"] = "AV1", ["V_VP8"] = "VP8", ["V_VP9"] = "VP9",
        ["V_MPEG4/ISO/ASP"] = "MPEG-4", ["V_MJPEG"] = "MJPEG",
        ["A_OPUS"] = "Opus", ["A_VORBIS"] = "Vorbis", ["A_AAC"] = "AAC", ["A_AC3"] = "AC-3", ["A_EAC3"] = "E-AC-3", ["A_FLAC"] = "FLAC",
        ["A_MPEG/L3"] = "MP3", ["A_PCM/INT/LIT"] = "PCM", ["A_PCM/INT/BIG"] = "PCM", ["A_PCM/FLOAT/IEEE"] = "PCM",
    };

    internal static string Of(string code) => s_names.TryGetValue(code, out string? name) ? name : Text.ForeignText.ToVisible(code.Trim());

    /// <summary>What MPEG-4's own register of objects says of a track of sound or pictures (ISO/IEC 14496-1, table 5).</summary>
    internal static string? OfObject(byte type) => type switch
    {
        0x20 => "MPEG-4",
        0x40 or 0x66 or 0x67 or 0x68 => "AAC",
        0x69 or 0x6B => "MP3",
        >= 0x60 and <= 0x65 => "MPEG-2",
        0x6A => "MPEG-1",
        0x6C => "MJPEG",
        0xA5 => "AC-3",
        0xA6 => "E-AC-3",
        0xDD => "Vorbis",
        _ => null,
    };
}
