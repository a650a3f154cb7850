using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Apimart.Video.Benchmarks.Mutants;

/// <summary>How a process of tests ended.</summary>
/// <param name="ExitCode">0 where all passed; null where it was stopped.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Stopped">Why it was stopped.</param>
internal sealed record TestEnd(int? ExitCode, string Output, string? Stopped)
{
    /// <summary>The first test that failed: its class and its method.</summary>
    internal string? FailedTest => Output.Split('\n').FirstOrDefault(line => line.Contains("[FAIL]", StringComparison.Ordinal))?.Trim().Split(['(', ' '])[0];
}

/// <summary>Runs the engine's tests in a process of their own, without a network but the machine's own, with little memory.</summary>
internal sealed class TestRun
{
    /// <summary>A mutant that does nothing for so long hangs: the tests wait for events, never for a time.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(10);

    private const string Ended = "##END ";

    private readonly string _folder;
    private readonly string _temp;
    private Process? _worker;

    /// <param name="folder">The folder with the tests and the changed engine.</param>
    internal TestRun(string folder)
    {
        _folder = folder;
        _temp = Path.Combine(folder, "tmp");
    }

    /// <summary>Runs tests in a process of their own.</summary>
    /// <param name="mutant">The mutant that is switched on, or 0.</param>
    /// <param name="processorTime">How much the tests may use.</param>
    /// <param name="notes">Where the reached mutants are written, by test.</param>
    /// <param name="arguments">What the tests' own runner is told.</param>
    internal async Task<TestEnd> RunAsync(int mutant, TimeSpan processorTime, string? notes, params string[] arguments)
    {
        Directory.CreateDirectory(_temp);
        ProcessStartInfo start = Prepare(arguments);
        start.Environment["MUTANT"] = mutant.ToString(CultureInfo.InvariantCulture);
        if (notes is not null)
        {
            start.Environment["MUTANT_NOTES"] = notes;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string? stopped = await WatchAsync(process, process.WaitForExitAsync(), processorTime);
        string printed = await Task.WhenAny(output, Task.Delay(TimeSpan.FromSeconds(5))) == output ? await output + await errors : "";
        Clear();
        return new TestEnd(stopped is null ? process.ExitCode : null, printed, stopped);
    }

    /// <summary>Runs tests in the process that ran the last ones: it starts only once, but what it keeps in its memory is kept.</summary>
    internal async Task<TestEnd> RunAgainAsync(int mutant, TimeSpan processorTime, params string[] arguments)
    {
        Directory.CreateDirectory(_temp);
        if (_worker is null)
        {
            ProcessStartInfo start = Prepare([]);
            start.RedirectStandardInput = true;
            start.RedirectStandardError = false;
            start.Environment["MUTANT_WORKER"] = "1";
            start.Environment["DOTNET_STARTUP_HOOKS"] = Path.Combine(_folder, "Apimart.Video.Client.dll");
            _worker = Process.Start(start)!;
        }

        Process worker = _worker;
        Task<TestEnd> answer = AskAsync(worker, string.Join('\t', [mutant.ToString(CultureInfo.InvariantCulture), "-noLogo", "-noColor", .. arguments]));
        string? stopped = await WatchAsync(worker, answer, processorTime);
        TestEnd end = stopped is null ? await answer : new TestEnd(null, "", stopped);
        if (worker.HasExited)
        {
            Forget();
        }

        return end;
    }

    /// <summary>Ends the process that runs tests again and again.</summary>
    internal void Forget()
    {
        if (_worker is { } worker)
        {
            _worker = null;
            worker.Kill(entireProcessTree: true);
            worker.WaitForExit();
            worker.Dispose();
            Clear();
        }
    }

    private static async Task<TestEnd> AskAsync(Process worker, string line)
    {
        StringBuilder output = new();
        try
        {
            await worker.StandardInput.WriteLineAsync(line);
            await worker.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It has just ended, and says why below.
        }

        while (await worker.StandardOutput.ReadLineAsync() is { } printed)
        {
            if (printed.StartsWith(Ended, StringComparison.Ordinal))
            {
                return new TestEnd(int.Parse(printed.AsSpan(Ended.Length), CultureInfo.InvariantCulture), output.ToString(), null);
            }

            output.AppendLine(printed);
        }

        await worker.WaitForExitAsync();
        return new TestEnd(worker.ExitCode == 0 ? -1 : worker.ExitCode, output.ToString(), null);
    }

    private ProcessStartInfo Prepare(string[] arguments)
    {
        bool canCutOff = OperatingSystem.IsLinux() && CanCutOff.Value;
        ProcessStartInfo start = new(canCutOff ? "unshare" : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        string[] words =
        [
            .. canCutOff ? (string[])["-rn", "sh", "-c", "ip link set lo up && exec dotnet \"$@\"", "sh"] : [],
            Path.Combine(_folder, "Apimart.Video.Client.Tests.dll"), "-noLogo", "-noColor", .. arguments,
        ];
        Array.ForEach(words, start.ArgumentList.Add);
        start.Environment["TMPDIR"] = _temp;
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x60000000";
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }

    private static Lazy<bool> CanCutOff { get; } = new(static () =>
    {
        using Process trial = Process.Start(new ProcessStartInfo("unshare", ["-rn", "ip", "link", "set", "lo", "up"]) { RedirectStandardError = true })!;
        trial.WaitForExit();
        return trial.ExitCode == 0;
    });

    private static async Task<string?> WatchAsync(Process process, Task done, TimeSpan processorTime)
    {
        TimeSpan first = Used(process);
        TimeSpan used = first;
        Stopwatch idle = Stopwatch.StartNew();
        while (await Task.WhenAny(done, Task.Delay(100)) != done)
        {
            TimeSpan now = Used(process);
            if (now - used > TimeSpan.FromMilliseconds(50))
            {
                used = now;
                idle.Restart();
            }

            if (now - first > processorTime || idle.Elapsed > s_idle)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync();
                return now - first > processorTime ? $"{(now - first).TotalSeconds:0} s of the processor" : "nothing was done any more";
            }
        }

        return null;
    }

    private static TimeSpan Used(Process process)
    {
        try
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
        catch (Exception ended) when (ended is InvalidOperationException or Win32Exception)
        {
            return default;
        }
    }

    private void Clear()
    {
        try
        {
            Directory.Delete(_temp, recursive: true);
        }
        catch (IOException)
        {
        }
        catch (UnauthorizedAccessException)
        {
        }
    }
}
