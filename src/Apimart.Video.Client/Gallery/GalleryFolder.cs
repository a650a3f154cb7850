namespace Apimart.Video.Gallery;

/// <summary>The folder of a gallery: what of it the page can reach, by a relative path, however it is moved later.</summary>
internal sealed class GalleryFolder(string path)
{
    private readonly string _path = Path.GetFullPath(path);
    private ILookup<string, string>? _byName;

    /// <summary>The deepest folder that holds all of the files, or null where there is none but a drive's root.</summary>
    internal static string? Common(IEnumerable<string> files)
    {
        string? common = null;
        foreach (string folder in files.Select(file => Path.GetDirectoryName(Path.GetFullPath(file)) ?? string.Empty).Distinct())
        {
            common ??= folder;
            while (common is not null && !Contains(common, folder))
            {
                common = Path.GetDirectoryName(common);
            }

            if (common is null)
            {
                return null;
            }
        }

        return common is not null && Path.GetDirectoryName(common) is null ? null : common;
    }

    /// <summary>
    /// The path of a file as the page has it, with slashes. A recorded file that is not there any more is looked for by its name
    /// within the folder: folders are moved.
    /// </summary>
    /// <param name="file">The file's full path.</param>
    /// <param name="absence">Why there is no such path, in a sentence.</param>
    internal string? Find(string file, out string? absence)
    {
        absence = null;
        string found = File.Exists(file) ? Path.GetFullPath(file) : ByName(file) ?? string.Empty;
        if (found.Length == 0)
        {
            absence = $"The file is not there any more: {Path.GetFileName(file)}";
            return null;
        }

        if (!Contains(_path, found))
        {
            absence = $"The file lies outside this page's folder: {Path.GetFileName(file)}";
            return null;
        }

        return Relative(found);
    }

    internal string Relative(string file)
    {
        string relative = Path.GetRelativePath(_path, file);
        return Path.DirectorySeparatorChar == '/' ? relative : relative.Replace(Path.DirectorySeparatorChar, '/');
    }

    private static bool Contains(string folder, string path)
    {
        string relative = Path.GetRelativePath(folder, path);
        return relative != ".." && !relative.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !Path.IsPathRooted(relative);
    }

    private string? ByName(string file)
    {
        _byName ??= Directory.Exists(_path)
            ? Directory
                .EnumerateFiles(_path, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, MaxRecursionDepth = 8 })
                .ToLookup(found => Path.GetFileName(found), StringComparer.Ordinal)
            : Enumerable.Empty<string>().ToLookup(name => name);
        string[] same = [.. _byName[Path.GetFileName(file)].Take(2)];
        return same.Length == 1 ? same[0] : null;
    }
}
