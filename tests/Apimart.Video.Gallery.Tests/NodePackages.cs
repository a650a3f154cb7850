using System.Diagnostics;
using Apimart.Video.Quickstart;

namespace Apimart.Video.Gallery.Tests;

/// <summary>What the tests take from npm, restored once outside the sources; without npm the tests are skipped with the reason.</summary>
internal static class NodePackages
{
    private static readonly Lazy<(string Folder, string? Absence)> s_restored = new(Restore);

    /// <summary>The path of a file of a package.</summary>
    internal static string Require(string file)
    {
        Assert.SkipWhen(s_restored.Value.Absence is not null, s_restored.Value.Absence ?? string.Empty);
        return Path.Combine(s_restored.Value.Folder, "node_modules", file);
    }

    internal static (int ExitCode, string Output) Run(string program, string folder, params string[] arguments)
    {
        try
        {
            ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.Result);
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return (-1, missing.Message);
        }
    }

    private static (string Folder, string? Absence) Restore()
    {
        string folder = Path.Combine(RepositoryRoot.Find(), "tests", "Apimart.Video.Gallery.Tests", "obj", "npm");
        Directory.CreateDirectory(folder);
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "axe-core")) || !Directory.Exists(Path.Combine(folder, "node_modules", "typescript")))
        {
            File.WriteAllText(Path.Combine(folder, "package.json"), "{}");
            (int exitCode, string output) = Run("npm", folder, "install", "--no-audit", "--no-fund", "--ignore-scripts", "axe-core", "typescript");
            if (exitCode != 0)
            {
                return (folder, $"npm could not bring axe-core and typescript: {output}");
            }
        }

        return (folder, null);
    }
}
