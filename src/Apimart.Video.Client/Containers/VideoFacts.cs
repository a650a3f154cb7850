namespace Apimart.Video.Containers;

/// <summary>What a file's own structure says of its video.</summary>
/// <param name="Format">The kind of file; null where it is no video.</param>
/// <param name="Picture">The first track of pictures.</param>
/// <param name="Sound">The first track of sound.</param>
/// <param name="Problem">What is wrong, as the end of a sentence that begins with the file; null where it is whole.</param>
internal sealed record VideoFacts(VideoFormat? Format, TrackFacts? Picture, TrackFacts? Sound, string? Problem)
{
    /// <summary>The length in seconds: that of the pictures, else of the sound; null where it is not told.</summary>
    internal double? Seconds => Picture?.Seconds ?? Sound?.Seconds;

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">The file could not be read.</exception>
    internal static VideoFacts Read(Stream file)
    {
        ContainerReport report = Container.Inspect(file);
        if (report.Format is not { } format)
        {
            return new VideoFacts(null, null, null, report.Problem ?? "is no video");
        }

        (IReadOnlyList<TrackFacts> tracks, string? problem) = format is VideoFormat.WebM or VideoFormat.Matroska
            ? EbmlTracks.Read(file)
            : Mp4Tracks.Read(file);
        TrackFacts? picture = First(tracks, TrackKind.Picture);
        return new VideoFacts(
            format,
            picture,
            First(tracks, TrackKind.Sound),
            report.Problem ?? problem ?? (picture is null ? "has no track of pictures" : null));
    }

    /// <summary>The first that is played by itself: a chapter's still pictures are a track as well, one that is switched off.</summary>
    private static TrackFacts? First(IReadOnlyList<TrackFacts> tracks, TrackKind kind) =>
        tracks.FirstOrDefault(track => track.Kind == kind && track.IsEnabled) ?? tracks.FirstOrDefault(track => track.Kind == kind);
}
