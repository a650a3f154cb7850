using System.Diagnostics;
using System.Globalization;

namespace Apimart.Video.Client.Tests.Support;

/// <summary>ffmpeg and ffprobe as witnesses; tests that need them are skipped where they are missing.</summary>
internal static class Ffmpeg
{
    private static readonly bool s_isThere = new[] { "ffmpeg", "ffprobe" }.All(name =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))));

    internal static void Require() => Assert.SkipUnless(s_isThere, "ffmpeg and ffprobe are not on PATH.");

    /// <summary>Runs ffmpeg and returns what it said, warnings included; fails where ffmpeg does.</summary>
    internal static string Run(params string[] arguments) => Start("ffmpeg", ["-hide_banner", "-nostdin", "-y", "-v", "warning", .. arguments]).Error;

    /// <summary>What ffprobe tells of a file: <c>key=value</c> for each entry.</summary>
    internal static Dictionary<string, string> Probe(string file, string entries, string streams = "v:0", bool countsFrames = false) =>
        Start("ffprobe", ["-v", "error", "-select_streams", streams, .. countsFrames ? ["-count_frames"] : Array.Empty<string>(), "-show_entries", entries, "-of", "default=nw=1", file])
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.TrimEnd('\r').Split('=', 2))
            .Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0])
            .ToDictionary(group => group.Key, group => group.First()[1]);

    internal static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>A rate such as 30000/1001.</summary>
    internal static double Rate(string text) => Number(text.Split('/')[0]) / Number(text.Split('/')[1]);

    internal static (string Output, string Error) Start(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? (output, error.Result)
            : throw new InvalidOperationException($"{program} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}: {error.Result}");
    }
}
