using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Films;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Films;

/// <summary>Clips made by ffmpeg for the tests of joining.</summary>
internal static class Clips
{
    /// <summary>A clip of moving pictures, with a tone or without.</summary>
    internal static string Make(TempFolder folder, string name, int frames, string size = "160x90", string rate = "24", bool sound = true, string more = "")
    {
        string file = folder[name];
        string length = FormattableString.Invariant($"{(frames - 0.1) / Ffmpeg.Number(rate):0.######}");
        Ffmpeg.Run(
        [
            "-f", "lavfi", "-i", $"testsrc=s={size}:r={rate}:d={length}",
            .. sound ? (string[])["-f", "lavfi", "-t", length, "-i", "sine=frequency=440:sample_rate=44100"] : [],
            "-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-pix_fmt", "yuv420p", "-c:a", "aac",
            .. more.Split(' ', StringSplitOptions.RemoveEmptyEntries), FfmpegProgram.Name(file),
        ]);
        return file;
    }

    internal static FilmClip Read(string file, ApimartTask? task = null) => FilmClip.Read(file, task);
}
