using System.Collections.ObjectModel;
using System.Management.Automation;

namespace Apimart.Video.Binding;

/// <summary>Turns PowerShell paths into folders of the file system.</summary>
internal static class FolderPath
{
    /// <exception cref="ArgumentException">The path is not one folder of the file system.</exception>
    internal static string Resolve(PSCmdlet cmdlet, string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path))
        {
            return Literal(cmdlet, WildcardPattern.Unescape(path));
        }

        Collection<string> found = cmdlet.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
        RequireFileSystem(provider, path);
        string[] folders = found.Where(Directory.Exists).ToArray();
        return folders.Length == 1
            ? folders[0]
            : throw new ArgumentException(
                $"The path '{path}' matches {folders.Length} folders; it must match one. Use -LiteralPath for a name with brackets.");
    }

    /// <exception cref="ArgumentException">The path is not a folder of the file system.</exception>
    internal static string Literal(PSCmdlet cmdlet, string path)
    {
        string folder = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        RequireFileSystem(provider, path);
        return File.Exists(folder) ? throw new ArgumentException($"The path '{path}' is a file; it must be a folder.") : folder;
    }

    private static void RequireFileSystem(ProviderInfo provider, string path)
    {
        if (provider.Name != "FileSystem")
        {
            throw new ArgumentException($"The path '{path}' lies in {provider.Name}; it must be a folder of the file system.");
        }
    }
}
