namespace Apimart.Video.Containers;

/// <summary>What makes a file of boxes a whole video: its type, its index (<c>moov</c>), media, and lengths that add up.</summary>
internal static class Mp4Structure
{
    internal const string FileType = "ftyp";

    /// <summary>Brands of ISO files that are no videos: HEIF, AVIF, JPEG 2000, Canon's raw pictures, sound alone.</summary>
    private static readonly HashSet<string> s_otherBrands = new(StringComparer.Ordinal)
    {
        "heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "mif2", "msf1", "miaf",
        "avif", "avis", "avio", "jp2 ", "jpx ", "jpm ", "jxl ", "crx ", "M4A ", "M4B ", "M4P ", "F4A ", "F4B ",
    };

    internal static ContainerReport Inspect(Stream file)
    {
        BoxReader boxes = new(file, 0, file.Length);
        VideoFormat? format = null;
        Box? movie = null;
        bool hasMedia = false;
        string last = string.Empty;
        while (boxes.Read())
        {
            Box box = boxes.Current;
            if (format is null && !MayStandBeforeFileType(box.Type))
            {
                format = box.Type == FileType ? ReadFormat(file, box) : null;
                if (format is null)
                {
                    return ContainerReport.NoVideo(box.Type == FileType ? "is of a type that is no video" : "has no 'ftyp' box at its head");
                }
            }

            movie ??= box.Type == "moov" ? box : null;
            hasMedia |= box is { Type: "mdat", ContentLength: > 0 };
            last = box.Type is "mdat" or "moof" ? box.Type : last;
        }

        return boxes.Problem is { } problem ? new ContainerReport(format, boxes.IsCut, problem)
            : format is null ? ContainerReport.NoVideo("has no 'ftyp' box at its head")
            : movie is null || !HasTrack(file, movie.Value) ? ContainerReport.Cut(format, "has no 'moov' box that names a track")
            : last == "moof" ? ContainerReport.Cut(format, "ends before the media of its last 'moof' box")
            : !hasMedia ? ContainerReport.Cut(format, "has no media ('mdat' box)")
            : boxes.Current.ReachesToEnd && SampleExtent.Find(file, movie.Value) > file.Length
                ? ContainerReport.Cut(format, $"ends inside its '{boxes.Current.Type}' box")
                : ContainerReport.Whole(format.Value);
    }

    /// <summary>The format that a file type's major brand stands for, or null where that is no video.</summary>
    internal static VideoFormat? FormatOf(string brand) =>
        s_otherBrands.Contains(brand) ? null : brand == "qt  " ? VideoFormat.QuickTime : VideoFormat.Mp4;

    internal static bool MayStandBeforeFileType(string type) => type is "free" or "skip" or "wide" or "styp";

    private static VideoFormat? ReadFormat(Stream file, Box fileType)
    {
        Span<byte> brand = stackalloc byte[4];
        file.Position = fileType.ContentStart;
        return fileType.ContentLength >= 8 && file.ReadAtLeast(brand, brand.Length, throwOnEndOfStream: false) == brand.Length
            ? FormatOf(Box.TypeText(brand))
            : null;
    }

    /// <summary>Whether an index names a track, plainly or (old QuickTime files) compressed.</summary>
    private static bool HasTrack(Stream file, Box movie)
    {
        BoxReader children = new(file, movie);
        while (children.Read())
        {
            if (children.Current.Type is "trak" or "cmov")
            {
                return true;
            }
        }

        return false;
    }
}
