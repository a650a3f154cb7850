namespace Apimart.Video.Containers;

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
