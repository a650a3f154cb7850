using System.Diagnostics;
using System.Globalization;

namespace Apimart.Video.Benchmarks.Download;

/// <summary>The file host in a process of its own, so that it shares neither memory nor collector with what is measured.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process _process;
    private readonly int _port;

    internal HostProcess()
    {
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        start.ArgumentList.Add("download");
        start.ArgumentList.Add(DownloadBenchmark.ServeOption);
        _process = Process.Start(start)!;
        _port = int.Parse(_process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
    }

    internal Uri FileOf(long length, int name = 0) => new($"http://127.0.0.1:{_port}/{length}/{name}");

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
