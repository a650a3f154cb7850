using System.Globalization;
using System.Text.RegularExpressions;

namespace Apimart.Video.Films;

/// <summary>Finds what is black, frozen or silent in a video with ffmpeg's own filters; the whole video is decoded for it.</summary>
internal sealed partial class StretchFinder
{
    /// <summary>Half a second of black, a second without a move, half a second without a sound above -50 dB.</summary>
    private const string Pictures = "blackdetect=d=0.5:pix_th=0.10,freezedetect=n=-60dB:d=1";
    private const string Sound = "silencedetect=n=-50dB:d=0.5";

    private readonly Dictionary<string, List<VideoStretch>> _found = new() { ["black"] = [], ["freeze"] = [], ["silence"] = [] };
    private readonly Dictionary<string, double> _open = [];
    private readonly double _length;

    private StretchFinder(double length) => _length = length;

    internal IReadOnlyList<VideoStretch> Black => _found["black"];

    internal IReadOnlyList<VideoStretch> Frozen => _found["freeze"];

    internal IReadOnlyList<VideoStretch> Silent => _found["silence"];

    /// <exception cref="FilmException">ffmpeg could not decode the video.</exception>
    internal static async Task<StretchFinder> FindAsync(FfmpegProgram ffmpeg, string path, bool hasPicture, bool hasSound, double length, CancellationToken stop)
    {
        StretchFinder finder = new(length);
        string[] picture = hasPicture ? ["-map", "0:v:0", "-vf", Pictures] : [];
        string[] sound = hasSound ? ["-map", "0:a:0", "-af", Sound] : [];
        await ffmpeg.RunAsync(
            ["-i", FfmpegProgram.Name(path), .. picture, .. sound, "-f", "null", "-"],
            $"decode '{path}'",
            takeLine: finder.Take,
            stop: stop).ConfigureAwait(false);
        finder.Close();
        return finder;
    }

    internal void Take(string line)
    {
        if (BlackLine().Match(line) is { Success: true } black)
        {
            _found["black"].Add(new VideoStretch(Number(black.Groups[1].Value), Number(black.Groups[2].Value)));
        }
        else if (EdgeLine().Match(line) is { Success: true } edge)
        {
            string kind = edge.Groups[1].Value;
            double at = Math.Max(0, Number(edge.Groups[3].Value));
            if (edge.Groups[2].Value == "start")
            {
                _open[kind] = at;
            }
            else if (_open.Remove(kind, out double start))
            {
                _found[kind].Add(new VideoStretch(start, at));
            }
        }
    }

    /// <summary>What lasts to the end of the video is given no end.</summary>
    internal void Close()
    {
        foreach ((string kind, double start) in _open)
        {
            _found[kind].Add(new VideoStretch(start, Math.Max(start, _length)));
        }

        _open.Clear();
    }

    private static double Number(string text) => Math.Round(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), 3);

    [GeneratedRegex(@"black_start:(-?[\d.]+) black_end:(-?[\d.]+)")]
    private static partial Regex BlackLine();

    [GeneratedRegex(@"(freeze|silence)_(start|end): (-?[\d.]+(?:e-?\d+)?)")]
    private static partial Regex EdgeLine();
}

/// <summary>A part of a video in which nothing is seen, moves or is heard.</summary>
/// <param name="Start">Where it begins, in seconds.</param>
/// <param name="End">Where it ends, in seconds.</param>
public sealed record VideoStretch(double Start, double End)
{
    /// <summary>How long it is, in seconds.</summary>
    public double Seconds => Math.Round(End - Start, 3);

    /// <summary>Returns both ends in seconds.</summary>
    public override string ToString() => FormattableString.Invariant($"{Start:0.###}-{End:0.###} s");
}
