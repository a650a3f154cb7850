using System.Diagnostics;
using System.Globalization;
using Apimart.Video.Text;

namespace Apimart.Video.Films;

/// <summary>
/// Runs the ffmpeg of this machine, by its full path and without a shell, so that no name of a file is read as anything else. It is
/// never downloaded.
/// </summary>
internal sealed class FfmpegProgram
{
    private const int KeptLines = 12;
    private const int LongestLine = 400;

    private static readonly HashSet<string> s_progressKeys = new(StringComparer.Ordinal)
    {
        "frame", "fps", "bitrate", "total_size", "out_time_us", "out_time_ms", "out_time", "dup_frames", "drop_frames", "speed", "progress",
    };

    private readonly string _path;

    internal FfmpegProgram(string path) => _path = path;

    /// <summary>The first ffmpeg in the folders of PATH.</summary>
    /// <exception cref="FilmException">There is none.</exception>
    internal static FfmpegProgram Find() => FindOrNull() ?? throw new FilmException(
        FilmFault.FfmpegMissing,
        "This needs ffmpeg, and there is none in the folders of PATH.",
        "Install it, then open a new shell. Windows: winget install Gyan.FFmpeg. macOS: brew install ffmpeg. "
            + "Debian and Ubuntu: sudo apt install ffmpeg. Fedora: sudo dnf install ffmpeg-free. Others: https://ffmpeg.org/download.html.");

    /// <summary>The same, or null where there is none.</summary>
    internal static FfmpegProgram? FindOrNull() => FindIn(Environment.GetEnvironmentVariable("PATH"));

    internal static FfmpegProgram? FindIn(string? folders)
    {
        string name = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";
        return (folders ?? string.Empty).Split(Path.PathSeparator)
            .Select(folder => folder.Trim('"'))
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists) is { } path ? new FfmpegProgram(path) : null;
    }

    /// <summary>A file as an input or output: by the protocol's name, so that neither a dash nor a colon means anything.</summary>
    internal static string Name(string path) => $"file:{path}";

    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">The arguments after those that every run has.</param>
    /// <param name="doing">What it does, after "ffmpeg could not".</param>
    /// <param name="folder">Where it runs; null for this process's own.</param>
    /// <param name="takeOutput">Reads what it writes to its standard output.</param>
    /// <param name="progress">Told the seconds of the output that are done.</param>
    /// <param name="takeLine">Given each line that it says; without it only errors are said.</param>
    /// <param name="stop">Ends it, and waits until it has ended.</param>
    /// <exception cref="FilmException">It ended with an error.</exception>
    internal async Task RunAsync(
        IEnumerable<string> arguments,
        string doing,
        string? folder = null,
        Func<Stream, CancellationToken, Task>? takeOutput = null,
        Action<double>? progress = null,
        Action<string>? takeLine = null,
        CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        using Process process = new() { StartInfo = Start(arguments, folder, takeLine is null ? "error" : "info") };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            throw Failed(doing, fault.Message, fault);
        }

        Queue<string> said = new();
        try
        {
            process.StandardInput.Close();
            Task reading = ReadAsync(process.StandardError, said, progress, takeLine, stop);
            Task taking = takeOutput is null
                ? process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, stop)
                : takeOutput(process.StandardOutput.BaseStream, stop);
            await Task.WhenAll(reading, taking, process.WaitForExitAsync(stop)).ConfigureAwait(false);
        }
        catch
        {
            End(process);
            throw;
        }

        if (process.ExitCode != 0)
        {
            throw Failed(doing, said.Count == 0 ? $"it ended with {process.ExitCode}" : string.Join(" ", said), cause: null);
        }
    }

    private ProcessStartInfo Start(IEnumerable<string> arguments, string? folder, string level)
    {
        ProcessStartInfo start = new(_path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = folder ?? string.Empty,
        };
        foreach (string argument in (string[])["-hide_banner", "-nostdin", "-v", level, "-nostats", "-progress", "pipe:2", "-y", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    private static async Task ReadAsync(StreamReader errors, Queue<string> said, Action<double>? progress, Action<string>? takeLine, CancellationToken stop)
    {
        while (await errors.ReadLineAsync(stop).ConfigureAwait(false) is { } line)
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && (s_progressKeys.Contains(line[..equals]) || line.StartsWith("stream_", StringComparison.Ordinal)))
            {
                if (line.StartsWith("out_time_us=", StringComparison.Ordinal)
                    && long.TryParse(line.AsSpan(equals + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long microseconds))
                {
                    progress?.Invoke(Math.Max(0, microseconds) / 1e6);
                }

                continue;
            }

            takeLine?.Invoke(line);
            if (!string.IsNullOrWhiteSpace(line))
            {
                said.Enqueue(ForeignText.ToVisible(line.Trim() is { Length: > LongestLine } longLine ? longLine[..LongestLine] : line.Trim()));
                if (said.Count > KeptLines)
                {
                    said.Dequeue();
                }
            }
        }
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
        catch (Exception fault) when (fault is InvalidOperationException or System.ComponentModel.Win32Exception or NotSupportedException)
        {
            // It has ended already.
        }
    }

    private static FilmException Failed(string doing, string said, Exception? cause) => new(
        FilmFault.FfmpegFailed,
        $"ffmpeg could not {doing}: {said}",
        "Look at the file that the message names: play it, or fetch it anew with Save-ApimartVideo -Force.",
        cause);
}
