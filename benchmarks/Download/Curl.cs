using System.Diagnostics;

namespace Apimart.Video.Benchmarks.Download;

/// <summary>The same files by curl, brought to the disk by sync as ours are.</summary>
internal static class Curl
{
    internal static void Fetch(Uri[] links, string folder, int atOnce)
    {
        ProcessStartInfo start = new("curl");
        foreach (string option in (string[])["--silent", "--no-progress-meter", "--fail", "--noproxy", "*", .. Parallel(links, atOnce)])
        {
            start.ArgumentList.Add(option);
        }

        for (int i = 0; i < links.Length; i++)
        {
            start.ArgumentList.Add("--output");
            start.ArgumentList.Add(Path.Combine(folder, $"{i}.mp4"));
            start.ArgumentList.Add(links[i].ToString());
        }

        Run(start);
        Run(new ProcessStartInfo("sync", links.Select((_, i) => Path.Combine(folder, $"{i}.mp4"))));
    }

    private static void Run(ProcessStartInfo start)
    {
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} ended with {process.ExitCode}.");
        }
    }

    private static string[] Parallel(Uri[] links, int atOnce) =>
        links.Length == 1 ? [] : ["--parallel", "--parallel-max", $"{atOnce}"];
}
