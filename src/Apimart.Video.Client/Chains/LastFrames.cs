using System.Collections.Concurrent;
using System.Diagnostics;
using Apimart.Video.Images;
using Apimart.Video.Tasks;

namespace Apimart.Video.Chains;

/// <summary>Takes the last frame of finished videos by <c>ffmpeg</c>, once a video. The pictures live as long as this does.</summary>
internal sealed class LastFrames : IDisposable
{
    /// <summary>How to come by what takes a last frame.</summary>
    internal const string HowToGet =
        "Install ffmpeg so that it is on PATH (apt-get install ffmpeg, brew install ffmpeg, winget install ffmpeg), or use a model that goes on by itself or returns its last frame.";

    private readonly string _program;
    private readonly string _folder;
    private readonly Func<ApimartTask, string, CancellationToken, Task<string>> _video;
    private readonly ConcurrentDictionary<string, Lazy<Task<ImageFile>>> _taken = new(StringComparer.Ordinal);

    /// <param name="program">Where ffmpeg is.</param>
    /// <param name="video">The path of a task's video: of the saved one, or of one that it fetches into the given folder.</param>
    internal LastFrames(string program, Func<ApimartTask, string, CancellationToken, Task<string>> video)
    {
        _program = program;
        _video = video;
        _folder = Directory.CreateTempSubdirectory("apimart-frames-").FullName;
    }

    /// <summary>Where ffmpeg is on PATH; null where it is not.</summary>
    internal static string? FindProgram(string? path = null)
    {
        string name = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";
        return (path ?? Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder.Trim('"'), name))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>The last frame of a task's video as a picture.</summary>
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
        string? said = await RunAsync(["-sseof", "-1", "-i", video], frame, cancellationToken).ConfigureAwait(false);
        if (!File.Exists(frame))
        {
            // A video that is shorter than the step back is read from its beginning.
            said = await RunAsync(["-i", video], frame, cancellationToken).ConfigureAwait(false);
        }

        return File.Exists(frame) ? ImageFile.Open(frame) : throw new InvalidOperationException($"ffmpeg made no picture of '{video}': {said}");
    }

    /// <summary>Writes each frame over the one before, so that the last stays.</summary>
    private async Task<string> RunAsync(string[] input, string frame, CancellationToken cancellationToken)
    {
        using Process ffmpeg = new()
        {
            StartInfo = new ProcessStartInfo(_program, ["-v", "error", "-nostdin", .. input, "-map", "0:v:0", "-update", "1", "-y", frame])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                RedirectStandardInput = true,
                UseShellExecute = false,
                CreateNoWindow = true,
            },
        };
        ffmpeg.Start();
        ffmpeg.StandardInput.Close();
        try
        {
            Task<string> errors = ffmpeg.StandardError.ReadToEndAsync(cancellationToken);
            await ffmpeg.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await ffmpeg.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return Api.ForeignText.WithoutSecrets.Line(await errors.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            ffmpeg.Kill(entireProcessTree: true);
            throw;
        }
    }
}
