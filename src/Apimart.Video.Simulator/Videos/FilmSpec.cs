using Apimart.Video.Models;

namespace Apimart.Video.Simulator.Videos;

/// <summary>What a film has to be.</summary>
/// <param name="Width">Columns of the picture, even.</param>
/// <param name="Height">Lines of the picture, even.</param>
/// <param name="Seconds">Its length.</param>
/// <param name="HasSound">Whether there is a track of sound.</param>
/// <param name="Colour">Which of the colours it has, so that neighbours can be told apart.</param>
internal readonly record struct FilmSpec(int Width, int Height, int Seconds, bool HasSound, int Colour)
{
    internal const int FramesPerSecond = 24;
    internal const int Colours = 6;

    private const int UsualLines = 720;
    private const int UsualSeconds = 5;
    private const int LongestSeconds = 120;

    internal int Frames => Seconds * FramesPerSecond;

    /// <summary>What a request asks for, or the model does where it asks for nothing.</summary>
    /// <param name="asked">The request with the model's defaults.</param>
    /// <param name="model">The model.</param>
    internal static FilmSpec Of(AskedVideo asked, VideoModel model)
    {
        double ratio = asked.Ratio ?? 16.0 / 9;
        int lines = asked.Lines ?? UsualLines;
        double wide = ratio >= 1 ? lines * ratio : lines;
        double high = ratio >= 1 ? lines : lines / ratio;
        double seconds = asked.Seconds ?? SuggestedSeconds(model);
        return new FilmSpec(Even(wide), Even(high), (int)Math.Clamp(Math.Round(seconds), 1, LongestSeconds), asked.Sound ?? true, 0);
    }

    private static int SuggestedSeconds(VideoModel model) =>
        model.FindParameter("Duration")?.SuggestedValues is [{ } first, ..]
        && int.TryParse(first, System.Globalization.CultureInfo.InvariantCulture, out int seconds)
            ? seconds
            : UsualSeconds;

    private static int Even(double side) => 2 * (int)Math.Round(side / 2);
}
