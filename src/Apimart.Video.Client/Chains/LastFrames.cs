using System.Collections.Concurrent;
using Apimart.Video.Films;
using Apimart.Video.Images;
using Apimart.Video.Tasks;

namespace Apimart.Video.Chains;

/// <summary>Takes the last frame of finished videos by <c>ffmpeg</c>, once a video. The pictures live as long as this does.</summary>
internal sealed class LastFrames : IDisposable
{
    /// <summary>How to come by what takes a last frame.</summary>
    internal const string HowToGet =
        "Install ffmpeg so that it is on PATH (apt-get install ffmpeg, brew install ffmpeg, winget install ffmpeg), or use a model that goes on by itself or returns its last frame.";

    private readonly FfmpegProgram _ffmpeg;
    private readonly string _folder;
    private readonly Func<ApimartTask, string, CancellationToken, Task<string>> _video;
    private readonly ConcurrentDictionary<string, Lazy<Task<ImageFile>>> _taken = new(StringComparer.Ordinal);

    /// <param name="ffmpeg">What takes it.</param>
    /// <param name="video">The path of a task's video: of the saved one, or of one that it fetches into the given folder.</param>
    internal LastFrames(FfmpegProgram ffmpeg, Func<ApimartTask, string, CancellationToken, Task<string>> video)
    {
        _ffmpeg = ffmpeg;
        _video = video;
        _folder = Directory.CreateTempSubdirectory("apimart-frames-").FullName;
    }

    /// <summary>The last frame of a task's video as a picture.</summary>
    /// <exception cref="FilmException">ffmpeg cannot read it.</exception>
    /// <exception cref="InvalidOperationException">ffmpeg makes no picture of it.</exception>
    internal async Task<ImageFile> TakeAsync(ApimartTask task, CancellationToken cancellationToken)
    {
        Lazy<Task<ImageFile>> mine = _taken.GetOrAdd(task.TaskId, _ => new Lazy<Task<ImageFile>>(() => MakeAsync(task, cancellationToken)));
        try
        {
            return await mine.Value.ConfigureAwait(false);
        }
        catch
        {
            _taken.TryRemove(new(task.TaskId, mine));
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            // It lies among the system's temporary files.
        }
    }

    private async Task<ImageFile> MakeAsync(ApimartTask task, CancellationToken cancellationToken)
    {
        string own = Directory.CreateDirectory(Path.Combine(_folder, Guid.NewGuid().ToString("n"))).FullName;
        string video = await _video(task, own, cancellationToken).ConfigureAwait(false);
        string frame = Path.Combine(own, "last.png");
        try
        {
            await RunAsync(["-sseof", "-1"], video, frame, cancellationToken).ConfigureAwait(false);
        }
        catch (FilmException) when (!cancellationToken.IsCancellationRequested)
        {
            // A video that is shorter than the step back is read from its beginning; what else is wrong shows there as well.
        }

        if (!File.Exists(frame))
        {
            await RunAsync([], video, frame, cancellationToken).ConfigureAwait(false);
        }

        return File.Exists(frame) ? ImageFile.Open(frame) : throw new InvalidOperationException($"ffmpeg made no picture of '{video}'.");
    }

    /// <summary>Writes each frame over the one before, so that the last stays.</summary>
    private Task RunAsync(string[] from, string video, string frame, CancellationToken cancellationToken) => _ffmpeg.RunAsync(
        [.. from, "-i", FfmpegProgram.Name(video), "-map", "0:v:0", "-update", "1", frame],
        "take the last frame",
        stop: cancellationToken);
}
