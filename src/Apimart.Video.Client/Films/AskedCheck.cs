using System.Globalization;
using Apimart.Video.Containers;
using Apimart.Video.Models;

namespace Apimart.Video.Films;

/// <summary>
/// Compares a video with what was asked for. It tells what somebody would notice: models round lengths to their frames, sizes to
/// their blocks, and keep now the lines, now the columns, now the area that a resolution names.
/// </summary>
internal static class AskedCheck
{
    /// <summary>Lengths are asked for in whole seconds; what rounds to the same is the same.</summary>
    private const double SecondsTolerance = 0.5;

    private const double SideTolerance = 1.18;
    private const double AreaTolerance = 1.3;
    private const double RatioTolerance = 1.05;
    private const double Wide = 16.0 / 9;

    /// <summary>Each difference as a sentence without its full stop.</summary>
    internal static IEnumerable<string> Differences(AskedVideo asked, VideoFacts facts)
    {
        if (asked.Seconds is { } seconds && facts.Seconds is { } came && Math.Abs(came - seconds) >= SecondsTolerance)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{seconds:0.##} s were asked for, {came:0.##} s came");
        }

        if (facts.Picture is { ShownWidth: > 0, ShownHeight: > 0 } picture)
        {
            if (asked.Lines is { } lines && !IsSize(picture, lines, asked.ResolutionText))
            {
                yield return $"{asked.ResolutionText} was asked for, {picture.ShownWidth}x{picture.ShownHeight} came";
            }

            if (asked.Ratio is { } ratio && !Near(ratio, picture.ShownWidth / (double)picture.ShownHeight, RatioTolerance))
            {
                yield return $"the shape {asked.AspectRatioText} was asked for, {picture.ShownWidth}x{picture.ShownHeight} came";
            }

            if (asked.Sound == true && facts.Sound is null)
            {
                yield return "sound was asked for, the video has none";
            }
        }
    }

    /// <summary>Whether the shorter side, the longer one or the area is that of a wide picture of so many lines.</summary>
    private static bool IsSize(TrackFacts picture, int lines, string? word)
    {
        double small = Math.Min(picture.ShownWidth, picture.ShownHeight);
        double large = Math.Max(picture.ShownWidth, picture.ShownHeight);

        // By 2K some mean 1440 lines, others 2048 columns.
        int[] meant = string.Equals(word?.Trim(), "2k", StringComparison.OrdinalIgnoreCase) ? [1080, 1152, 1440] : [lines];
        return meant.Any(count => Near(count, small, SideTolerance)
            || Near(count * Wide, large, SideTolerance)
            || Near(count * (double)count * Wide, small * large, AreaTolerance));
    }

    private static bool Near(double wanted, double value, double factor) => value <= wanted * factor && value >= wanted / factor;
}
