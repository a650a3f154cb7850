using System.Management.Automation;
using Apimart.Video.Images;

namespace Apimart.Video.Binding;

/// <summary>Turns PowerShell paths into files of the file system.</summary>
internal static class FilePath
{
    /// <summary>The file of that very name, whether it exists or not.</summary>
    /// <exception cref="ImageException">The path leads nowhere in the file system.</exception>
    internal static string Literal(PSCmdlet cmdlet, string path)
    {
        try
        {
            string file = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            return provider.Name == "FileSystem" ? file : throw ImageErrors.NotFound(path);
        }
        catch (SessionStateException)
        {
            throw ImageErrors.NotFound(path);
        }
    }

    /// <summary>The files that a path with wildcards matches, without folders; of a path without wildcards, the file of that name.</summary>
    /// <exception cref="ImageException">The path leads nowhere in the file system, or matches no file.</exception>
    internal static IReadOnlyList<string> Resolve(PSCmdlet cmdlet, string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path))
        {
            return [Literal(cmdlet, WildcardPattern.Unescape(path))];
        }

        try
        {
            string[] files = [.. cmdlet.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider).Where(File.Exists)];
            return files.Length > 0 && provider.Name == "FileSystem" ? files
                : File.Exists(Literal(cmdlet, path)) ? [Literal(cmdlet, path)]
                : throw ImageErrors.NotFound(path);
        }
        catch (SessionStateException)
        {
            throw ImageErrors.NotFound(path);
        }
    }
}
