using Apimart.Video.Chains;
using Apimart.Video.Downloads;
using Apimart.Video.Films;
using Apimart.Video.Journal;
using Apimart.Video.Models;

namespace Apimart.Video.Commands;

/// <summary>Where the last frames come from that videos go on from.</summary>
internal static class ChainFrames
{
    /// <summary>What takes last frames where ffmpeg is on PATH; the saved video counts, and failing that it is fetched for this alone.</summary>
    /// <param name="client">Renews links.</param>
    /// <param name="connection">How files are fetched.</param>
    /// <param name="advice">Which videos are saved.</param>
    /// <param name="catalogue">The models.</param>
    internal static LastFrames? Of(ApimartClient client, SaverConnection connection, JournalAdvice advice, ModelCatalogue catalogue) =>
        FfmpegProgram.FindOrNull() is not { } ffmpeg ? null : new LastFrames(ffmpeg, async (task, folder, stop) =>
        {
            if (advice.SavedOf(task.TaskId).FirstOrDefault(saved => saved.Index == 0 && new FileInfo(saved.Path) is { Exists: true } file && file.Length == saved.Length) is { } there)
            {
                return there.Path;
            }

            using VideoSaver saver = new(connection, client.GetTaskAsync, new SaveOptions { Directory = folder, FileName = "{TaskId}", Catalogue = catalogue });
            return (await saver.SaveAsync(task, progress: null, stop).ConfigureAwait(false))[0].Path;
        });
}
