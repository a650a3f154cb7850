using System.Diagnostics;
using System.Text.RegularExpressions;
using Apimart.Video.Simulator;

namespace Apimart.Video.Benchmarks.PowerShell;

/// <summary>The simulator in a process of its own, so that what is measured in PowerShell is the module alone.</summary>
internal sealed partial class SimulatorProcess : IDisposable
{
    private readonly Process _process;

    internal SimulatorProcess(params string[] options)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (string argument in (string[])["exec", typeof(SimulatorServer).Assembly.Location, .. options])
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        while (Address is null && _process.StandardOutput.ReadLine() is { } line)
        {
            Address = AddressPattern().Match(line) is { Success: true } found ? found.Value : null;
        }

        _ = _process.StandardOutput.ReadToEndAsync();
    }

    internal string? Address { get; }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex AddressPattern();
}
