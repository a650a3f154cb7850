using System.Diagnostics;

namespace Apimart.Video.Quickstart;

/// <summary>A PowerShell of 7.4 or later on this machine: on PATH, or as the tool that the repository's manifest names.</summary>
internal sealed class PowerShellHost
{
    private static readonly Version s_oldest = new(7, 4);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly string[] _command;

    private PowerShellHost(string[] command, string version)
    {
        _command = command;
        Version = version;
    }

    internal string Version { get; }

    /// <summary>Finds PowerShell; where there is none, <paramref name="reason"/> says why.</summary>
    internal static PowerShellHost? Find(string repository, out string reason)
    {
        if (Probe(["pwsh"], repository) is { } onPath)
        {
            reason = string.Empty;
            return onPath;
        }

        if (Run(["dotnet", "tool", "restore"], repository).ExitCode == 0
            && Probe(["dotnet", "tool", "run", "pwsh", "--"], repository) is { } tool)
        {
            reason = string.Empty;
            return tool;
        }

        reason = "no PowerShell 7.4 or later: pwsh is not on PATH, and 'dotnet tool restore' could not bring it";
        return null;
    }

    /// <summary>Runs a script file and returns its exit code and what it printed.</summary>
    internal (int ExitCode, string Output) RunFile(string script, string folder, params string[] arguments) =>
        Run([.. _command, "-NoLogo", "-NoProfile", "-NonInteractive", "-File", script, .. arguments], folder);

    /// <summary>Starts a script with this process's own console.</summary>
    internal int RunInConsole(string script, string folder, params string[] arguments)
    {
        using Process process = Process.Start(StartInfo(
            [.. _command, "-NoLogo", "-NoProfile", "-NonInteractive", "-File", script, .. arguments], folder, redirect: false))!;
        process.WaitForExit();
        return process.ExitCode;
    }

    private static PowerShellHost? Probe(string[] command, string folder)
    {
        (int exitCode, string output) = Run(
            [.. command, "-NoLogo", "-NoProfile", "-NonInteractive", "-Command", "$PSVersionTable.PSVersion.ToString()"],
            folder);
        string text = output.Trim();
        return exitCode == 0 && System.Version.TryParse(text.Split('-')[0], out Version? version) && version >= s_oldest
            ? new PowerShellHost(command, text)
            : null;
    }

    private static (int ExitCode, string Output) Run(string[] command, string folder)
    {
        try
        {
            using Process process = Process.Start(StartInfo(command, folder, redirect: true))!;
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(s_patience))
            {
                process.Kill(entireProcessTree: true);
            }

            process.WaitForExit();
            return (process.ExitCode, output.Result + errors.Result);
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return (-1, missing.Message);
        }
    }

    private static ProcessStartInfo StartInfo(string[] command, string folder, bool redirect)
    {
        ProcessStartInfo start = new(command[0])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = redirect,
            RedirectStandardOutput = redirect,
            RedirectStandardError = redirect,
        };
        foreach (string argument in command[1..])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["NO_COLOR"] = redirect ? "1" : Environment.GetEnvironmentVariable("NO_COLOR");
        return start;
    }
}
