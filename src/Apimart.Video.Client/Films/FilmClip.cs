using Apimart.Video.Containers;
using Apimart.Video.Tasks;

namespace Apimart.Video.Films;

/// <summary>One clip of a film.</summary>
/// <param name="Path">The file.</param>
/// <param name="Task">The task that it was saved of, where that is known.</param>
/// <param name="Facts">What the file says of itself.</param>
internal sealed record FilmClip(string Path, ApimartTask? Task, VideoFacts Facts)
{
    private static readonly string[] s_names = ["Shot", "Name", "Id"];

    /// <summary>The shot's name: the user's own for its row, else the prompt, else the file's name.</summary>
    internal string Name =>
        s_names.Select(name => Task?.Row?.GetValueOrDefault(name)).FirstOrDefault(name => !string.IsNullOrWhiteSpace(name))
            ?? Task?.Prompt
            ?? System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <exception cref="FilmException">The file is no whole video.</exception>
    internal static FilmClip Read(string path, ApimartTask? task)
    {
        VideoFacts facts = VideoMeasure.ReadFacts(path, out _);
        return facts is { Picture: { Samples: > 0, Seconds: > 0 }, Problem: null }
            ? new FilmClip(path, task, facts)
            : throw new FilmException(
                FilmFault.NotAVideo,
                $"'{path}' cannot be a clip of a film: it {facts.Problem ?? "has no pictures"}.",
                "Fetch it anew with Save-ApimartVideo -Force.");
    }
}
