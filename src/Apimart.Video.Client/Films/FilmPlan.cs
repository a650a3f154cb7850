using System.Globalization;
using Apimart.Video.Containers;

namespace Apimart.Video.Films;

/// <summary>How clips become one film: as they are, or made alike first.</summary>
internal sealed record FilmPlan
{
    private const double MostFrames = 240;
    private const double UsualFrames = 24;

    /// <summary>What keeps the pictures from being copied, as a sentence; null where they are.</summary>
    internal string? Unlike { get; private init; }

    internal bool Copies => Unlike is null;

    internal int Width { get; private init; }

    internal int Height { get; private init; }

    /// <summary>Units of time in a second.</summary>
    internal long Scale { get; private init; }

    /// <summary>The length of a picture in these units.</summary>
    internal long FrameTicks { get; private init; }

    internal bool HasSound { get; private init; }

    internal double FrameSeconds => FrameTicks / (double)Scale;

    /// <summary>The rate as ffmpeg takes it.</summary>
    internal string Rate => string.Create(CultureInfo.InvariantCulture, $"{Scale}/{FrameTicks}");

    /// <summary>Plans a film in the form of its first clip, or in the size that is wished.</summary>
    internal static FilmPlan Of(IReadOnlyList<FilmClip> clips, (int Width, int Height)? size)
    {
        TrackFacts first = clips[0].Facts.Picture!;
        string? unlike = clips.Select(clip => WhyNotCopied(clip, clips[0])).FirstOrDefault(reason => reason is not null)
            ?? (size is { } wished && wished != (first.Width, first.Height) ? $"the film shall be {wished.Width}x{wished.Height}" : null);
        (long scale, long ticks) = RateOf(first);
        return new FilmPlan
        {
            Unlike = unlike,
            Width = size?.Width ?? Even(first.ShownWidth),
            Height = size?.Height ?? Even(first.ShownHeight),
            Scale = scale,
            FrameTicks = ticks,
            HasSound = clips.Any(clip => clip.Facts.Sound is not null),
        };
    }

    private static string? WhyNotCopied(FilmClip clip, FilmClip first)
    {
        TrackFacts picture = clip.Facts.Picture!;
        TrackFacts wanted = first.Facts.Picture!;
        string name = System.IO.Path.GetFileName(clip.Path);
        return clip.Facts.Format is not (VideoFormat.Mp4 or VideoFormat.QuickTime) || picture.Codec is not ("H.264" or "H.265" or "AV1")
                ? $"'{name}' is of a kind that is not copied"
            : (picture.ShownWidth, picture.ShownHeight) != (wanted.ShownWidth, wanted.ShownHeight)
                ? $"'{name}' is {picture.ShownWidth}x{picture.ShownHeight}, the first clip {wanted.ShownWidth}x{wanted.ShownHeight}"
            : picture.SampleTicks is not > 0
                ? $"the pictures of '{name}' are not equally long"
            : picture.Scale != wanted.Scale || picture.SampleTicks != wanted.SampleTicks
                ? $"'{name}' has another frame rate or time base than the first clip"
            : picture.Rotation != 0 || picture.StartSeconds > 0.0005 || picture.PlayedSamples != picture.Samples
                ? $"'{name}' is turned or cut by its player, not in its pictures"
            : picture.Description is not { Length: > 0 } description || wanted.Description is null || !description.AsSpan().SequenceEqual(wanted.Description)
                ? $"the pictures of '{name}' are coded in another way than those of the first clip"
            : null;
    }

    /// <summary>The first clip's rate as a fraction; of uneven pictures their mean.</summary>
    private static (long Scale, long Ticks) RateOf(TrackFacts picture)
    {
        if (picture.SampleTicks is > 0 and var even && picture.Scale / (double)even is > 1 and <= MostFrames)
        {
            return (picture.Scale, even);
        }

        double rate = picture.FrameRate is > 1 and <= MostFrames and var mean ? mean : UsualFrames;
        const int Thousand = 1000;
        return Math.Abs(Math.Round(rate * 1001 / Thousand) - (rate * 1001 / Thousand)) < 0.001 && Math.Abs(Math.Round(rate) - rate) > 0.001
            ? ((long)Math.Round(rate * 1001 / Thousand) * Thousand * 10, 1001 * 10)
            : ((long)Math.Round(rate * Thousand), Thousand);
    }

    private static int Even(int side) => Math.Max(2, side / 2 * 2);
}
