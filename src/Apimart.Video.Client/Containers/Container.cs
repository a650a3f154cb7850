namespace Apimart.Video.Containers;

/// <summary>Walks the structure of a file from its first byte to its last.</summary>
internal static class Container
{
    /// <summary>Reads the structure; media data is passed over, so that a file of any size takes a few small reads.</summary>
    /// <exception cref="IOException">The file could not be read.</exception>
    internal static ContainerReport Inspect(Stream file)
    {
        Span<byte> start = stackalloc byte[4];
        file.Position = 0;
        int read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start[..read].SequenceEqual(EbmlElement.Magic) ? EbmlStructure.Inspect(file) : Mp4Structure.Inspect(file);
    }
}

/// <summary>What a file's structure says: which kind of video it is, and whether all of it is there.</summary>
/// <param name="Format">The kind of video; null where the file is none.</param>
/// <param name="IsCut">Whether something that the structure promises lies behind the file's end.</param>
/// <param name="Problem">What is wrong, as the end of a sentence that begins with the file; null where it is whole.</param>
internal sealed record ContainerReport(VideoFormat? Format, bool IsCut, string? Problem)
{
    internal bool IsWhole => Problem is null;

    internal static ContainerReport Whole(VideoFormat format) => new(format, IsCut: false, Problem: null);

    internal static ContainerReport Cut(VideoFormat? format, string problem) => new(format, IsCut: true, problem);

    internal static ContainerReport NoVideo(string problem) => new(Format: null, IsCut: false, problem);
}
