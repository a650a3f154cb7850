namespace Apimart.Video.Containers;

/// <summary>What a track holds.</summary>
internal enum TrackKind
{
    Other,
    Picture,
    Sound,
}

/// <summary>What a file says of one of its tracks.</summary>
internal sealed record TrackFacts
{
    internal required TrackKind Kind { get; init; }

    internal bool IsEnabled { get; init; } = true;

    /// <summary>The codec's name for people; the file's own code where it has none here.</summary>
    internal string? Codec { get; init; }

    /// <summary>Pictures, or packets of sound.</summary>
    internal long Samples { get; init; }

    /// <summary>Units of time in a second, by which samples are timed.</summary>
    internal uint Scale { get; init; }

    /// <summary>The length of all samples in these units.</summary>
    internal long Ticks { get; init; }

    /// <summary>The length of each sample where all but the last are equally long.</summary>
    internal long? SampleTicks { get; init; }

    /// <summary>How long it plays; null where nothing tells.</summary>
    internal double? Seconds { get; init; }

    /// <summary>How long after the beginning of the file it starts.</summary>
    internal double StartSeconds { get; init; }

    /// <summary>Columns of the coded picture.</summary>
    internal int Width { get; init; }

    /// <summary>Lines of the coded picture.</summary>
    internal int Height { get; init; }

    /// <summary>Clockwise degrees by which a player turns the picture: 0, 90, 180 or 270.</summary>
    internal int Rotation { get; init; }

    /// <summary>Width over height of one pixel.</summary>
    internal double PixelRatio { get; init; } = 1;

    internal int Channels { get; init; }

    internal int SampleRate { get; init; }

    /// <summary>The codec's description as it stands in the file; what decodes by one cannot decode by another.</summary>
    internal byte[]? Description { get; init; }

    internal double? FrameRate => Samples > 0 && Ticks > 0 && Scale > 0 ? Samples * (double)Scale / Ticks : null;

    /// <summary>The samples that are played: an edit list may leave some out.</summary>
    internal long PlayedSamples =>
        FrameRate is { } rate && Seconds is { } seconds && seconds * rate < Samples - 1.5 ? (long)Math.Round(seconds * rate) : Samples;

    /// <summary>The columns as a player shows them.</summary>
    internal int ShownWidth => Rotation is 90 or 270 ? Height : (int)Math.Round(Width * PixelRatio);

    /// <summary>The lines as a player shows them.</summary>
    internal int ShownHeight => Rotation is 90 or 270 ? (int)Math.Round(Width * PixelRatio) : Height;
}
