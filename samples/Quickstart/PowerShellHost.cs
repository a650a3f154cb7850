using System.Diagnostics;

namespace Apimart.Video.Quickstart;

/// <summary>A PowerShell of 7.4 or later on this machine: on PATH, or as the tool that the repository's manifest names.</summary>
/// <remarks>
/// Nothing here ends by a clock: a slow machine is not a broken one. What is started afterwards is PowerShell itself, since the shim of
/// a dotnet tool starts a second process each time.
/// </remarks>
internal sealed class PowerShellHost
{
    private static readonly Version s_oldest = new(7, 4);

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
        reason = string.Empty;
        if (Probe(["pwsh"], repository) is { } onPath)
        {
            return onPath;
        }

        (int exitCode, string output) = Run(["dotnet", "tool", "restore"], repository);
        if (exitCode == 0 && Probe(["dotnet", "tool", "run", "pwsh", "--"], repository) is { } tool)
        {
            return tool;
        }

        string last = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault("no answer");
        reason = $"no PowerShell 7.4 or later: pwsh is not on PATH, and 'dotnet tool restore' could not bring it: {last}";
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
            [.. command, "-NoLogo", "-NoProfile", "-NonInteractive", "-Command", "\"$($PSVersionTable.PSVersion)\"; [Environment]::ProcessPath; $PSHOME"],
            folder);
        string[] lines = output.Split('\n', StringSplitOptions.TrimEntries);
        if (exitCode != 0 || lines.Length < 3 || !System.Version.TryParse(lines[0].Split('-')[0], out Version? version) || version < s_oldest)
        {
            return null;
        }

        string program = lines[1];
        string[] itself = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Path.Combine(lines[2], "pwsh.dll")] : [program];
        return new PowerShellHost(itself, lines[0]);
    }

    private static (int ExitCode, string Output) Run(string[] command, string folder)
    {
        try
        {
            using Process process = Process.Start(StartInfo(command, folder, redirect: true))!;
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
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

        if (redirect)
        {
            start.Environment["NO_COLOR"] = "1";
        }

        start.Environment.TryAdd("POWERSHELL_TELEMETRY_OPTOUT", "1");
        start.Environment.TryAdd("POWERSHELL_UPDATECHECK", "Off");
        start.Environment.TryAdd("DOTNET_NOLOGO", "1");
        return start;
    }
}
